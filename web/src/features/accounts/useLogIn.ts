/** Logging in from a form: busy, refused, away. */
import { useState } from "react";

import { ApiError, wordsOf } from "@/api/problems";
import { logIn } from "@/api/session";
import { duration } from "@/lib/format";

interface LogIn {
  submit: (username: string, password: string) => Promise<void>;
  isBusy: boolean;
  /** Why it was refused, in words; empty when it was not. */
  refusal: string;
}

export function useLogIn(onDone: () => void): LogIn {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const submit = async (username: string, password: string) => {
    setBusy(true);
    setRefusal("");
    try {
      await logIn(username, password);
      onDone();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { submit, isBusy, refusal };
}

function refusalOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 401)
    return "The username or the password is wrong, or the account is disabled.";
  if (error instanceof ApiError && error.status === 429)
    return `Too many tries. Try again in ${duration(error.retryAfterS ?? 60)}.`;
  if (error instanceof ApiError && error.status === 404)
    return "Accounts of Semblance's own are switched off here; log-in with a password is not possible.";
  const { title, detail } = wordsOf(error);
  return `${title}. ${detail}`;
}
