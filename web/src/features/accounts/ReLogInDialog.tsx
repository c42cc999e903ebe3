/** The session ran out: the password again, over the page, so that nothing on it is lost. */
import { logOut, useSession } from "@/api/session";
import { LogInForm } from "@/features/accounts/LogInForm";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

const DONE = () => undefined;

export default function ReLogInDialog() {
  const username = useSession((session) => session.user?.username);
  return (
    <Dialog
      title="Log in again"
      actions={
        <Button look="quiet" onClick={logOut}>
          Leave, and log in as somebody else
        </Button>
      }
    >
      <p className="mb-4 text-quiet">
        Your session has ended. What you were doing is still here and goes on after this.
      </p>
      <LogInForm username={username ?? undefined} onDone={DONE} />
    </Dialog>
  );
}
