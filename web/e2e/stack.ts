/** The stack that the browser tests run on, and who can log in: STACK_JSON names the file that describes it. */
import { readFileSync } from "node:fs";

export type Role = "viewer" | "editor" | "admin";
/** `collection` has the seed pictures, their groups and their scores; `empty` has nothing, and is this file's own. */
export type TenantName = "collection" | "empty";

export interface Person {
  readonly username: string;
  readonly password: string;
  readonly tenant: string;
  readonly role: Role;
}

interface Description {
  /** The app's address: the gateway's own, where it serves the app. */
  readonly web: string;
  readonly s3: string;
  /** The folder of the seed pictures, to upload from. */
  readonly seed: string;
  readonly users: readonly Person[];
}

/** What the tenants are called on a stack that nobody prepared for these tests. */
const OTHERWISE: Record<TenantName, string> = { collection: "acme", empty: "globex" };

const path = process.env["STACK_JSON"];
if (!path) throw new Error("STACK_JSON is not set: run these tests by `make web-group`");
export const stack = JSON.parse(readFileSync(path, "utf8")) as Description;

/** Somebody of that tenant who has that role. */
export function person(tenant: TenantName, role: Role): Person {
  const is = (name: string) => stack.users.find((user) => user.tenant === name && user.role === role);
  const found = is(tenant) ?? is(OTHERWISE[tenant]);
  if (!found) throw new Error(`the stack has no ${role} of ${tenant}`);
  return found;
}
