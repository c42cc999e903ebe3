/** `/search`: what is asked and found, and beside it the image that is open. */
import { createFileRoute, useRouter } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import * as v from "valibot";

import type { components } from "@/api/schema";
import { paramsOf, placeOf, placeSchema } from "@/features/images/place";
import { askOf } from "@/features/search/question";
import { SearchPage } from "@/features/search/SearchPage";
import { type Go, type View, viewSchema } from "@/features/search/view";

const DetailPanel = lazy(() =>
  import("@/features/images/DetailPanel").then(({ DetailPanel }) => ({ default: DetailPanel })),
);

const NO_PLACE = { tab: undefined, from: undefined, similar: undefined };

export const Route = createFileRoute("/_app/search")({
  validateSearch: v.object({ ...viewSchema.entries, ...placeSchema.entries }),
  component: SearchRoute,
});

function SearchRoute() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const router = useRouter();
  const go: Go = (change, { isReplace = false } = {}) => {
    const place = "id" in change ? NO_PLACE : {};
    void navigate({ search: (before) => ({ ...before, ...change, ...place }), replace: isReplace });
  };
  return (
    <SearchPage
      view={search}
      go={go}
      onBack={() => router.history.back()}
      renderDetail={(props) => (
        <Suspense>
          <DetailPanel
            {...props}
            query={queryOf(search)}
            place={placeOf(search)}
            onGo={(id, place) => void navigate({ search: (before) => ({ ...before, id, ...paramsOf(place) }) })}
          />
        </Suspense>
      )}
    />
  );
}

/** The question as feedback names it, where it can be named without the picture's bytes. */
function queryOf(view: View): components["schemas"]["QueryIn"] | undefined {
  const ask = askOf(view);
  if (ask?.kind === "text") return { text_query: ask.text };
  return ask?.kind === "image" && !ask.crop ? { image_id: ask.imageId } : undefined;
}
