-- Who is in the cluster, kept in PostgreSQL for Orleans' ADO.NET provider, in a schema of its own. The silo runs this at its start
-- where version 1 is not there yet, which needs leave to create a schema; where the silo's user shall not have it, run it once:
-- psql DATABASE -f silo/Clustering/membership.sql, then: grant usage on schema layerdyn, and select, insert, update, delete on its tables.
-- Orleans prescribes the table OrleansQuery, its keys, and the names of parameters and result columns; the rest is ours.
begin;
select pg_advisory_xact_lock(4617315517961601); -- two silos may start at once
create schema if not exists layerdyn;
set local search_path to layerdyn;

-- One row a cluster. Every change of membership raises the version, and only a change that knows the current one is made.
create table if not exists cluster (
  name text primary key,
  version integer not null default 0,
  changed timestamptz not null default now()
);

-- One row for every start of a silo.
create table if not exists member (
  cluster text not null references cluster (name) on delete cascade,
  address text not null,
  port integer not null,
  generation integer not null,
  silo_name text not null,
  host_name text not null,
  status integer not null,
  proxy_port integer,
  suspect_times text,
  start_time timestamptz not null,
  alive_time timestamptz not null,
  primary key (cluster, address, port, generation)
);

-- The rows with the cluster's version beside each, and one row of that version alone for a cluster without any.
create or replace view membership as
select cluster.name as deploymentid, address, port, generation, silo_name as siloname, host_name as hostname, status,
  proxy_port as proxyport, suspect_times as suspecttimes, start_time as starttime, alive_time as iamalivetime, version
from cluster left join member on member.cluster = cluster.name;

create table if not exists orleansquery (querykey text primary key, querytext text not null);

insert into orleansquery (querykey, querytext) values
('LayerDynSchemaVersion', '1'),

('GatewaysQueryKey', '
select address, proxy_port as proxyport, generation from member
where cluster = @DeploymentId and status = @Status and proxy_port > 0'),

('MembershipReadAllKey', '
select * from membership where deploymentid = @DeploymentId'),

('MembershipReadRowKey', '
select address, port, generation, silo_name as siloname, host_name as hostname, status, proxy_port as proxyport,
  suspect_times as suspecttimes, start_time as starttime, alive_time as iamalivetime, version
from cluster left join member
  on member.cluster = cluster.name and address = @Address and port = @Port and generation = @Generation
where name = @DeploymentId'),

('InsertMembershipVersionKey', '
with made as (
  insert into cluster (name) values (@DeploymentId) on conflict do nothing returning 1
)
select exists (select 1 from made)'),

('InsertMembershipKey', '
with raised as (
  update cluster set version = version + 1, changed = now()
  where name = @DeploymentId and version = @Version and not exists (
    select 1 from member where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
  returning name
), made as (
  insert into member (cluster, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
  select name, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from raised
  returning 1
)
select exists (select 1 from made)'),

('UpdateMembershipKey', '
with raised as (
  update cluster set version = version + 1, changed = now()
  where name = @DeploymentId and version = @Version and exists (
    select 1 from member where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
  returning name
), made as (
  update member set status = @Status, suspect_times = @SuspectTimes, alive_time = @IAmAliveTime from raised
  where cluster = raised.name and address = @Address and port = @Port and generation = @Generation
  returning 1
)
select exists (select 1 from made)'),

('UpdateIAmAlivetimeKey', '
update member set alive_time = @IAmAliveTime
where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation'),

('DeleteMembershipTableEntriesKey', '
delete from cluster where name = @DeploymentId'),

('CleanupDefunctSiloEntriesKey', '
delete from member where cluster = @DeploymentId and status = 6 and alive_time < @IAmAliveTime')
on conflict (querykey) do update set querytext = excluded.querytext;
commit;
