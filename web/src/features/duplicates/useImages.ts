/** The larger previews of the pictures that are compared. */
import { useQueries } from "@tanstack/react-query";

import { imageQuery } from "@/api/images";
import type { ComparedPicture } from "@/components/compare/types";
import { type Member, nameOf } from "@/features/duplicates/model";
import { pictureUrl } from "@/lib/pictures";

/** Shown with what is there, and sharper as soon as the larger ones are known. */
export function useComparedPictures(members: readonly Member[], captionOf: (member: Member) => string) {
  const answers = useQueries({ queries: members.map(({ image }) => imageQuery(image.image_id)) });
  return members.map((member, index): ComparedPicture => {
    const { image } = member;
    const small = pictureUrl(image.preview_url);
    const large = answers[index]?.data?.large_preview_url;
    return {
      id: image.image_id,
      src: large === undefined ? small : pictureUrl(large),
      fallback: small,
      alt: nameOf(image),
      caption: captionOf(member),
      width: image.width,
      height: image.height,
    };
  });
}
