/** Username and password. */
import { type FormEvent, useState } from "react";

import { useLogIn } from "@/features/accounts/useLogIn";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";

interface Props {
  /** Whoever was here before, for whom only the password is asked. */
  username?: string | undefined;
  onDone: () => void;
}

export function LogInForm({ username: known, onDone }: Props) {
  const [username, setUsername] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const { submit, isBusy, refusal } = useLogIn(onDone);
  const send = (event: FormEvent) => {
    event.preventDefault();
    void submit(username.trim().toLowerCase(), password);
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={send}>
      <Field
        label="Username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        readOnly={known !== undefined}
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <p role="alert" className="text-sm text-bad empty:hidden">
        {refusal}
      </p>
      <Button look="primary" size="large" type="submit" disabled={isBusy}>
        {isBusy ? "Logging in …" : "Log in"}
      </Button>
    </form>
  );
}
