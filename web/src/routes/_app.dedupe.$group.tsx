import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/dedupe/$group")({
  component: RouteComponent,
});

function RouteComponent() {
  return <div>Hello "/_app/dedupe/$group"!</div>;
}
