/** The log-in form: what it says when it is refused. */
import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it, vi } from "vitest";

import { useSession } from "@/api/session";
import { LogInForm } from "@/features/accounts/LogInForm";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

async function logInWith(answer: () => Response) {
  server.use(http.post("*/api/auth/login", answer));
  const onDone = vi.fn();
  const { user } = await renderIn(<LogInForm onDone={onDone} />);
  await user.type(screen.getByLabelText("Username"), "Mia@acme");
  await user.type(screen.getByLabelText("Password"), "secret word");
  await user.click(screen.getByRole("button", { name: "Log in" }));
  return onDone;
}

describe("LogInForm", () => {
  it("keeps the session of whoever logs in", async () => {
    server.use(
      http.get("*/api/auth/me", () =>
        HttpResponse.json({ user_id: "u", username: "mia@acme", tenant_id: "t", tenant: "acme", role: "editor" }),
      ),
    );
    const onDone = await logInWith(() =>
      HttpResponse.json({ access_token: "abc", token_type: "bearer", expires_in: 900 }),
    );
    await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(useSession.getState()).toMatchObject({
      token: "abc",
      state: "in",
      user: { role: "editor", tenant: "acme" },
    });
    expect(localStorage.getItem("semblance.session")).toContain("abc");
  });

  it("says that name or password is wrong", async () => {
    const onDone = await logInWith(() => HttpResponse.json({ title: "Not authentic" }, { status: 401 }));
    expect(await screen.findByText(/username or the password is wrong/)).toBeInTheDocument();
    expect(onDone).not.toHaveBeenCalled();
  });

  it("says when to try again", async () => {
    await logInWith(() => HttpResponse.json({}, { status: 429, headers: { "Retry-After": "240" } }));
    expect(await screen.findByText(/Try again in 4 min/)).toBeInTheDocument();
  });

  it("says that the server is away", async () => {
    await logInWith(() => HttpResponse.error());
    expect(await screen.findByText(/does not answer/)).toBeInTheDocument();
  });
});
