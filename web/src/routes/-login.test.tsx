/** The log-in page: it leads where the person wanted to go, and nowhere else. */
import { QueryClient } from "@tanstack/react-query";
import { createMemoryHistory } from "@tanstack/react-router";
import { afterEach, describe, expect, it } from "vitest";

import { logOut } from "@/api/session";
import { newRouter } from "@/router";
import { actAs } from "@/testing/people";

afterEach(logOut);

async function arriveAt(path: string): Promise<string> {
  const router = newRouter(new QueryClient(), createMemoryHistory({ initialEntries: [path] }));
  await router.load();
  return router.state.location.href;
}

describe("/login", () => {
  it.each([
    ["/settings", "/settings"],
    ["/images/01M7ZNGEZRDZT8FBT24F6R3NDC?tab=payload", "/images/01M7ZNGEZRDZT8FBT24F6R3NDC?tab=payload"],
    ["https://evil.example/", "/search"],
    ["//evil.example/", "/search"],
    ["/\\evil.example", "/search"],
    ["/\t/evil.example", "/search"],
    ["\\\\evil.example", "/search"],
    ["javascript:alert(1)", "/search"],
    ["//[", "/search"],
    ["", "/search"],
  ])("with next=%j leads to %s", async (next, where) => {
    actAs("editor");
    const arrived = await arriveAt(`/login?next=${encodeURIComponent(next)}`);
    expect(new URL(arrived, location.origin).origin).toBe(location.origin);
    expect(arrived).toContain(where);
  });

  it("is where whoever is not logged in ends, with the way back", async () => {
    expect(await arriveAt("/images/01M7ZNGEZRDZT8FBT24F6R3NDC?tab=payload")).toBe(
      `/login?next=${encodeURIComponent("/images/01M7ZNGEZRDZT8FBT24F6R3NDC?tab=payload")}`,
    );
  });
});
