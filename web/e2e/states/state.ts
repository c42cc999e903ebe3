/** A view in one of its states: how to come there, and what shows that one is there. */
import type { Page } from "playwright-core";

import type { browserOfFile } from "../browser";
import { seen } from "../patience";
import { person, type Role, type TenantName } from "../stack";

export interface State {
  readonly name: string;
  /** Asked for when it hangs on what the collection holds. */
  readonly path: string | (() => Promise<string>);
  /** Undefined: nobody is logged in. */
  readonly who?: readonly [TenantName, Role];
  readonly prepare?: (page: Page) => Promise<unknown>;
  readonly expected?: readonly RegExp[];
  /** Goes on from the open page into the state, and waits until it is there. */
  readonly arrive: (page: Page) => Promise<void>;
}

export const EDITOR = ["collection", "editor"] as const;
export const VIEWER = ["collection", "viewer"] as const;
export const NEWCOMER = ["empty", "editor"] as const;

/** Arrived when these words are in the page. */
export const shows = (words: string | RegExp) => (page: Page) => seen(page.getByText(words));

/** Arrived when there is an element of this role and name. */
export const has = (role: "heading" | "dialog" | "grid" | "alert" | "status", name?: string | RegExp) => (page: Page) =>
  seen(page.getByRole(role, name === undefined ? {} : { name }));

/** Press a button. */
export const press = async (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();

/** Search results, or the newest images, with their pictures. */
export async function gridFilled(page: Page): Promise<void> {
  await seen(page.getByRole("gridcell").and(page.locator(":not([aria-busy])")));
}

/** Open a page, and bring it into the state. */
export async function come(browser: ReturnType<typeof browserOfFile>, state: State): Promise<Page> {
  const { path, who, prepare, expected = [], arrive } = state;
  const address = typeof path === "string" ? path : await path();
  const page = await browser.open(address, { ...(who ? { as: person(...who) } : {}), prepare, expected });
  await arrive(page);
  return page;
}
