/** Logs in without the form: asks the API for a token and leaves it where the app looks for it. */
import type { Page } from "playwright-core";

import { type Person, stack } from "./stack";

const KEPT_AS = "semblance.session";
const sessions = new Map<string, Promise<Session>>();

interface Session {
  token: string;
}

/** Whatever the page opens next, it opens as that person. */
export async function logInAs(page: Page, who: Person): Promise<void> {
  const kept = JSON.stringify(await sessionOf(who));
  await page.addInitScript(([name, session]) => localStorage.setItem(name, session), [KEPT_AS, kept] as const);
}

/** What the API answers that person. */
export async function answerFor<T>(who: Person, path: string): Promise<T> {
  const { token } = await sessionOf(who);
  return ask<T>(path, { headers: { Authorization: `Bearer ${token}` } });
}

function sessionOf(who: Person): Promise<Session> {
  const asked = sessions.get(who.username) ?? newSession(who);
  sessions.set(who.username, asked);
  return asked;
}

async function newSession(who: Person): Promise<Session> {
  const granted = await ask<{ access_token: string; expires_in: number }>("/api/auth/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username: who.username, password: who.password }),
  });
  const token = granted.access_token;
  const me = await ask<{ user_id: string; tenant_id: string }>("/api/auth/me", {
    headers: { Authorization: `Bearer ${token}` },
  });
  const user = {
    userId: me.user_id,
    username: who.username,
    tenantId: me.tenant_id,
    tenant: who.tenant,
    role: who.role,
  };
  return { token, goodUntil: Date.now() + granted.expires_in * 1000, user, state: "in" } as Session;
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`${stack.web}${path}`, init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
