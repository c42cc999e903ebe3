/** Who is logged in: the token, what it stands for, and how it stays good. */
import { create } from "zustand";

import { apiBase } from "@/lib/apiBase";
import { Offline, problemOf } from "@/api/problems";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Role = Schemas["Role"];
export interface User {
  userId: string;
  username: string | null;
  tenantId: string;
  tenant: string | null;
  role: Role;
}

interface Session {
  token: string | null;
  /** Milliseconds since the epoch. */
  goodUntil: number;
  user: User | null;
  /** `expired`: the work on the page stays while the person logs in again. */
  state: "out" | "in" | "expired";
}

const KEPT_AS = "semblance.session";
const RANK: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };
const OUT: Session = { token: null, goodUntil: 0, user: null, state: "out" };

export const useSession = create<Session>(() => kept());

function kept(): Session {
  try {
    const session = JSON.parse(localStorage.getItem(KEPT_AS) ?? "null") as Session | null;
    return session?.token && session.user ? { ...session, state: "in" } : OUT;
  } catch {
    return OUT;
  }
}

function keep(session: Session): void {
  useSession.setState(session, true);
  try {
    if (session.token) localStorage.setItem(KEPT_AS, JSON.stringify(session));
    else localStorage.removeItem(KEPT_AS);
  } catch {
    // Without storage the session lasts as long as the tab.
  }
}

/** Log in. Raises ApiError (401: refused; 429: too often) and Offline. */
export async function logIn(username: string, password: string): Promise<void> {
  const granted = await ask<Schemas["TokenOut"]>("/api/auth/login", null, { username, password });
  await begin(granted);
}

/** Forget who it was, in all tabs. */
export function logOut(): void {
  keep(OUT);
}

/** The token was refused: whoever is logged in is asked for the password again, over the page. */
export function expire(token: string): void {
  if (useSession.getState().token === token) useSession.setState({ state: "expired" });
}

/** Exchange the token for a new one before it expires. A refusal is left to the next request, which asks for log-in. */
export async function renew(): Promise<void> {
  const { token, state } = useSession.getState();
  if (!token || state !== "in") return;
  await begin(await ask<Schemas["TokenOut"]>("/api/auth/renew", token, {}));
}

/** Wait until somebody is logged in again; false when they logged out instead. */
export function loggedInAgain(signal?: AbortSignal | null): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { state } = useSession.getState();
      if (state === "expired") return;
      stop();
      resolve(state === "in");
    };
    const abort = () => {
      stop();
      reject(signal?.reason as Error);
    };
    const unsubscribe = useSession.subscribe(look);
    const stop = () => {
      unsubscribe();
      signal?.removeEventListener("abort", abort);
    };
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) abort();
    else look();
  });
}

/** Whether the person's role is this one or above. */
export function useCan(role: Role): boolean {
  return useSession(({ user }) => user !== null && RANK[user.role] >= RANK[role]);
}

/** Follow what other tabs do: a log-in there is one here, and so is a log-out. Returns what stops it. */
export function followOtherTabs(): () => void {
  const follow = (event: StorageEvent) => {
    if (event.key === KEPT_AS || event.key === null) useSession.setState(kept(), true);
  };
  window.addEventListener("storage", follow);
  return () => window.removeEventListener("storage", follow);
}

async function begin(granted: Schemas["TokenOut"]): Promise<void> {
  const me = await ask<Schemas["MeOut"] & { tenant?: string | null }>("/api/auth/me", granted.access_token);
  const user = {
    userId: me.user_id,
    username: me.username,
    tenantId: me.tenant_id,
    tenant: me.tenant ?? null,
    role: me.role,
  };
  keep({ token: granted.access_token, goodUntil: Date.now() + granted.expires_in * 1000, user, state: "in" });
}

async function ask<T>(path: string, token: string | null, body?: object): Promise<T> {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (token) headers["Authorization"] = `Bearer ${token}`;
  const question: RequestInit = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
  const response = await fetch(`${apiBase()}${path}`, question).catch((error: unknown) => {
    throw new Offline(String(error));
  });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}
