/** What a page may not do: errors in the console, refusals by the CSP, requests to anybody but the app and its store. */
import type { ConsoleMessage, Page, Request } from "playwright-core";

import { stack } from "./stack";

const OURS = new Set([new URL(stack.web).origin, new URL(stack.s3).origin]);
const ANSWERED = /^Failed to load resource: the server responded with a status of (\d+)/;

/** Chromium tells of the CSP's refusals in the console too, but not of those in workers and of reports only. */
const TELL_REFUSALS = () => {
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
    console.error(`CSP: ${effectiveDirective} refused ${blockedURI} ${sample}`);
  });
};

/**
 * Watch the page; the list grows with what it does wrong. An answer that is an error reads like `401 /api/auth/login`, and
 * is none where one of `expected` matches it.
 */
export async function watchFaults(page: Page, expected: readonly RegExp[]): Promise<readonly string[]> {
  const faults: string[] = [];
  const add = (fault: string) => {
    if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  page.on("console", (message) => {
    if (message.type() === "error") add(told(message));
  });
  page.on("pageerror", (error) => add(`uncaught ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    if (!isOurs(request)) add(`request to another host: ${request.url()}`);
  });
  await page.addInitScript(TELL_REFUSALS);
  return faults;
}

function told(message: ConsoleMessage): string {
  const status = ANSWERED.exec(message.text())?.[1];
  return status ? `${status} ${new URL(message.location().url).pathname}` : `console: ${message.text()}`;
}

function isOurs(request: Request): boolean {
  const { protocol, origin } = new URL(request.url());
  return protocol === "data:" || protocol === "blob:" || OURS.has(origin);
}
