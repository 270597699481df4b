import { act, get, Refusal, setCsrf } from "./api";
import type { About, Role, Session } from "./types";

/** What answers and who asks; filled before the first page opens. */
export let about: About = { product: "LayerDyn.Distributed", version: "", numericsVersion: 0, cluster: "", silo: "", auth: "none", role: null, links: [] };
export let name: string | null = null;

export async function load(): Promise<void> {
  const found = await get<About>("/about").catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 401) return null;
    throw error;
  });
  about = found ?? { ...about, auth: "keys", role: null };
  if (about.auth === "none") return;
  const session = await get<Session>("/session").catch(() => null);
  if (!session) return;
  about = { ...about, auth: session.auth, role: session.role };
  name = session.name;
  setCsrf(session.csrf);
}

export const needsSignIn = (): boolean => about.auth !== "none" && !about.role;
export async function signIn(key: string): Promise<void> { await act("POST", "/session", JSON.stringify({ key })); await load(); }
export async function signOut(): Promise<void> { await act("DELETE", "/session"); location.reload(); }

const ranks: string[] = ["read", "submit", "admin"];
/** Whether the caller may change what is somebody's. */
export const owns = (owner: string | null | undefined): boolean => may("admin") || (may("submit") && owner === name);
/** Whether the caller may do what needs a role. */
export const may = (role: Role): boolean => about.role !== null && ranks.indexOf(about.role) >= ranks.indexOf(role);
