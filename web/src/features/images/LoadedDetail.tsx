/** The detail of an image once it is there; until then, and where it is not, what there is to say. */
import { useQuery } from "@tanstack/react-query";
import { imageQuery } from "@/api/images";
import { ApiError } from "@/api/problems";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Detail, type DetailProps } from "@/features/images/Detail";
import { DetailSkeleton } from "@/features/images/DetailSkeleton";
import { Tombstone } from "@/features/images/Tombstone";

interface Props extends Omit<DetailProps, "image"> {
  imageId: string;
}

export function LoadedDetail({ imageId, ...rest }: Props) {
  const { data, error, refetch } = useQuery(imageQuery(imageId));
  if (data) return <Detail image={data} {...rest} />;
  if (error instanceof ApiError && error.status === 404) return <Tombstone imageId={imageId} />;
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  return <DetailSkeleton layout={rest.layout} />;
}
