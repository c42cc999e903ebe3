/** `/images/$id`: one image, with the way over similar ones that led to it. */
import { createFileRoute } from "@tanstack/react-router";

import { ImagePage } from "@/features/images/ImagePage";
import { placeOf, placeSchema } from "@/features/images/place";

export const Route = createFileRoute("/_app/images/$id")({
  validateSearch: placeSchema,
  component: ImageRoute,
});

function ImageRoute() {
  const { id } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <ImagePage
      imageId={id}
      place={placeOf(search)}
      onFindSimilar={(imageId) => void navigate({ to: "/search", search: { mode: "image", img: imageId } })}
    />
  );
}
