/** Answers that a test makes in the place of the API, so that a state is certain. */
import type { Page } from "playwright-core";

type Prepare = (page: Page) => Promise<unknown>;

/** An answer with this body. */
export function answers(url: RegExp, json: unknown, status = 200): Prepare {
  return (page) => page.route(url, (route) => route.fulfill({ status, json }));
}

/** A problem, as the API spells one. */
export function refuses(url: RegExp, status = 500, type = "internal"): Prepare {
  const title = "The database does not answer as it should.";
  const problem = { type: `/problems/${type}`, title, status, detail: title, request_id: "0f3a52c1d4b64e7f" };
  const headers = { "Content-Type": "application/problem+json", "X-Request-ID": problem.request_id };
  return (page) => page.route(url, (route) => route.fulfill({ status, headers, body: JSON.stringify(problem) }));
}

/** No answer, for as long as the page is open. */
export function neverAnswers(url: RegExp): Prepare {
  return (page) => page.route(url, () => new Promise(() => undefined));
}

/** The API is away, as when the network is. */
export const isAway: Prepare = (page) =>
  page.route(/\/(api|healthz)(\/|$)/, (route) => route.abort("connectionrefused"));

export const together =
  (...all: readonly Prepare[]): Prepare =>
  async (page) => {
    for (const one of all) await one(page);
  };

/** What the console says of those. */
export const BROKEN = [/^(500|422|404|401) \/api\//];
export const AWAY = [/net::ERR_/];
