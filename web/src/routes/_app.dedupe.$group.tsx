/** `/dedupe/$group`. */
import { createFileRoute } from "@tanstack/react-router";

import { ReviewPage } from "@/features/duplicates/ReviewPage";
import { filtersOf, reviewSearch } from "@/features/duplicates/search";

export const Route = createFileRoute("/_app/dedupe/$group")({
  validateSearch: reviewSearch,
  component: Review,
});

function Review() {
  const { group } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const kept = { ...filtersOf(search), compare: search.compare };
  return (
    <ReviewPage
      groupId={group}
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change }, replace: true, resetScroll: false })}
      onGo={(groupId) =>
        void (groupId === undefined
          ? navigate({ to: "/dedupe", search: filtersOf(search) })
          : navigate({ to: "/dedupe/$group", params: { group: groupId }, search: kept }))
      }
    />
  );
}
