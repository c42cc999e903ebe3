/** Renders a component as it stands in the app: with a router and a cache of answers of its own. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";

/** Renders it at `path`; every other path is an empty page, so that links work. */
export async function renderIn(node: ReactNode, path = "/") {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 0 } } });
  const root = createRootRoute({ component: Outlet });
  const page = createRoute({ getParentRoute: () => root, path: path.split("?")[0] ?? "/", component: () => node });
  const rest = createRoute({ getParentRoute: () => root, path: "$", component: () => null });
  const router = createRouter({
    routeTree: root.addChildren([page, rest]),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  await router.load();
  const shown = render(
    <QueryClientProvider client={cache}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { ...shown, cache, router, user: userEvent.setup() };
}
