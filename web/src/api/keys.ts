/** Every key under which an answer is kept. A change forgets what it may have altered by the first words of a key. */

export const keys = {
  me: ["me"] as const,
  images: {
    all: ["images"] as const,
    list: (question: unknown) => ["images", "list", question] as const,
    one: (imageId: string) => ["images", "one", imageId] as const,
  },
  search: {
    all: ["search"] as const,
    of: (question: unknown) => ["search", question] as const,
  },
  feedback: {
    all: ["feedback"] as const,
    ofImage: (imageId: string) => ["feedback", "image", imageId] as const,
    ofQuery: (query: unknown) => ["feedback", "query", query] as const,
  },
  duplicates: {
    all: ["duplicates"] as const,
    run: (dataset: string | undefined) => ["duplicates", "run", dataset] as const,
    histogram: (dataset: string | undefined) => ["duplicates", "histogram", dataset] as const,
    preview: (dataset: string | undefined, perMille: number) => ["duplicates", "preview", dataset, perMille] as const,
    lists: ["duplicates", "groups"] as const,
    groups: (question: unknown) => ["duplicates", "groups", question] as const,
    group: (dataset: string | undefined, groupId: string) => ["duplicates", "group", dataset, groupId] as const,
    plan: (request: unknown) => ["duplicates", "plan", request] as const,
    batches: ["duplicates", "batches"] as const,
    ofImage: (imageId: string, dataset: string | null) => ["duplicates", "image", imageId, dataset] as const,
    batch: (batchId: string) => ["duplicates", "batch", batchId] as const,
  },
  anomalies: {
    all: ["anomalies"] as const,
    queues: ["anomalies", "queue"] as const,
    queue: (question: unknown) => ["anomalies", "queue", question] as const,
    one: (dataset: string | undefined, imageId: string, method: string) =>
      ["anomalies", "one", dataset, imageId, method] as const,
    reviews: (dataset: string | undefined, imageId: string) => ["anomalies", "reviews", dataset, imageId] as const,
    progress: (dataset: string | undefined, method: string) => ["anomalies", "progress", dataset, method] as const,
    run: (dataset: string | undefined) => ["anomalies", "run", dataset] as const,
  },
  quality: (dataset: string | undefined) => ["quality", dataset] as const,
  jobs: {
    all: ["jobs"] as const,
    list: (question: unknown) => ["jobs", "list", question] as const,
    one: (jobId: string) => ["jobs", "one", jobId] as const,
  },
} as const;
