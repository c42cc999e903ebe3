/** Around every page: the cache of answers, the live regions, and what is shown when a page breaks or is not there. */
import { QueryClientProvider } from "@tanstack/react-query";
import { createRootRouteWithContext, type ErrorComponentProps, Link, Outlet } from "@tanstack/react-router";

import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { LiveRegions } from "@/components/shell/LiveRegions";
import type { RouterContext } from "@/router";
import { useTitle } from "@/lib/title";
import { buttonLooks } from "@/ui/Button";

export const Route = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: Broken,
});

function Root() {
  const { cache } = Route.useRouteContext();
  return (
    <QueryClientProvider client={cache}>
      <Outlet />
      <LiveRegions />
    </QueryClientProvider>
  );
}

function Broken({ error, reset }: ErrorComponentProps) {
  useTitle("This page broke");
  return (
    <main className="mx-auto max-w-2xl p-6">
      <h1 className="mb-4 text-xl font-semibold">This page broke</h1>
      <ErrorPanel error={error} onRetry={reset} />
    </main>
  );
}

function NotFound() {
  useTitle("Not found");
  return (
    <main>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is no such page"
        actions={
          <Link to="/search" className={buttonLooks({ look: "primary" })}>
            Go to search
          </Link>
        }
      >
        <p>The address may be old, or mistyped.</p>
      </EmptyState>
    </main>
  );
}
