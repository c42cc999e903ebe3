/** `/dedupe/`. */
import { createFileRoute } from "@tanstack/react-router";

import { DedupePage } from "@/features/duplicates/DedupePage";
import { dedupeSearch, filtersOf } from "@/features/duplicates/search";

export const Route = createFileRoute("/_app/dedupe/")({
  validateSearch: dedupeSearch,
  component: Dedupe,
});

function Dedupe() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <DedupePage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change }, replace: true, resetScroll: false })}
      onOpen={(group) => void navigate({ to: "/dedupe/$group", params: { group }, search: filtersOf(search) })}
      onOpenImage={(id) => void navigate({ to: "/images/$id", params: { id } })}
    />
  );
}
