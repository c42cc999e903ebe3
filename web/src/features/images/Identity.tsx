/** How to name the image elsewhere: its id, its address here and at the API; and the original as it was uploaded. */
import { Download } from "lucide-react";
import { useState } from "react";

import { wordsOf } from "@/api/problems";
import { CopyButton } from "@/components/CopyButton";
import { apiAddressOf, pageAddressOf } from "@/features/images/addresses";
import { askForImage, type ImageDetail } from "@/api/images";
import { notify } from "@/lib/actions";
import { bytes, dateTime } from "@/lib/format";
import { Button } from "@/ui/Button";

export function Identity({ image }: { image: ImageDetail }) {
  const { width, height, created_at: createdAt } = image.payload;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-quiet">
        {width} × {height} · {bytes(image.size_bytes)} · {image.content_type.replace("image/", "").toUpperCase()} ·{" "}
        <time dateTime={createdAt}>{dateTime(createdAt)}</time>
      </p>
      <dl className="grid max-w-xl grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 text-sm">
        <Row name="Id" value={image.image_id} what="id" />
        <Row name="Address" value={pageAddressOf(image.image_id)} what="address" />
        <Row name="API" value={apiAddressOf(image.image_id)} what="API link" />
      </dl>
      <DownloadButton image={image} />
    </div>
  );
}

function Row({ name, value, what }: { name: string; value: string; what: string }) {
  return (
    <div className="contents">
      <dt className="text-quiet">{name}</dt>
      <dd className="truncate font-mono text-xs" title={value}>
        {value}
      </dd>
      <dd>
        <CopyButton text={value} what={what} />
      </dd>
    </div>
  );
}

/** The address of the original is good for minutes only, so it is asked for when it is needed. */
function DownloadButton({ image }: { image: ImageDetail }) {
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      save((await askForImage(image.image_id)).original_url);
    } catch (error) {
      notify({ ...wordsOf(error), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button className="self-start" disabled={isBusy} onClick={() => void download()}>
      <Download aria-hidden size={16} /> Download the original
    </Button>
  );
}

function save(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.rel = "noreferrer";
  link.click();
}
