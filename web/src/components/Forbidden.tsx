/** What a role cannot do, and whom to ask. */
import { EmptyState } from "@/components/EmptyState";

export function Forbidden({ what }: { what: string }) {
  return (
    <EmptyState title={`Your role does not let you ${what}`}>
      <p>Ask an administrator of your team for the role editor. Everything else works as before.</p>
    </EmptyState>
  );
}
