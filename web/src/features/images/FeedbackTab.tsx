/** What people said of the image, and saying something oneself. */
import { ErrorPanel } from "@/components/ErrorPanel";
import { FeedbackForm } from "@/features/images/FeedbackForm";
import { FeedbackList } from "@/features/images/FeedbackList";
import type { Question } from "@/features/images/feedback";
import { type ShownAt, useFeedback } from "@/features/images/useFeedback";
import type { ImageDetail } from "@/api/images";
import { useCan } from "@/api/session";
import { Skeleton } from "@/ui/Skeleton";

interface Props {
  image: ImageDetail;
  question: Question | undefined;
  shownAt: ShownAt | undefined;
}

export default function FeedbackTab({ image, question, shownAt }: Props) {
  const { data, error, refetch } = useFeedback(image.image_id);
  const canSay = useCan("editor");
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40" />;
  return (
    <div className="flex flex-col gap-6">
      {canSay && <FeedbackForm image={image} said={data.feedback} question={question} shownAt={shownAt} />}
      <FeedbackList image={image} history={data} />
    </div>
  );
}
