/** Written by `make web-api` from the gateway's OpenAPI document. */

export interface paths {
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log In
         * @description Exchange a username and password for an access token. Every way of failing is answered alike.
         */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who Am I
         * @description Who the token stands for.
         */
        get: operations["who_am_i"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew Token
         * @description Exchange a token that is still good for a new one, with the role that the account has now.
         *
         *     401 once SESSION_LIFE_S have passed since log-in, or when the account may log in no longer.
         */
        post: operations["renew_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/near-duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Near Duplicates
         * @description The groups of the last detection, or what another threshold makes of its pairs; nothing is kept of that.
         */
        get: operations["list_near_duplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/near-duplicates/detect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Detect Near Duplicates
         * @description Look for near-duplicates from the beginning. 409 `sweep-running` while that is being done already.
         */
        post: operations["detect_near_duplicates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/near-duplicates/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Near Duplicates Histogram
         * @description How many pairs there are by similarity, beside pairs drawn at random: where to put the threshold.
         */
        get: operations["get_near_duplicates_histogram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/near-duplicates/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview Near Duplicates
         * @description How many groups another threshold makes; nothing is kept.
         */
        get: operations["preview_near_duplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/near-duplicates/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch Near Duplicates
         * @description How far the newest detection is, and has been, until it is over. 404 `not-detected` before the first.
         */
        get: operations["watch_near_duplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/near-duplicates/threshold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Regroup Near Duplicates
         * @description Group the pairs of the last detection at another threshold, and keep that.
         */
        put: operations["regroup_near_duplicates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Review Batches
         * @description What people did, the newest first.
         */
        get: operations["list_review_batches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/batches/{batch_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Review Batch
         * @description One batch, with what became of each of its groups.
         */
        get: operations["get_review_batch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/batches/{batch_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Review Batch
         * @description Take the batch back: images, tags, groups and verdicts as they were. What changed since is left as it is now.
         */
        post: operations["undo_review_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Picture
         * @description What is here already of a picture, before it is uploaded.
         */
        post: operations["check_picture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Duplicate Groups
         * @description One page of groups, whatever their status unless one is asked for.
         */
        get: operations["list_duplicate_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/groups.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Duplicate Groups
         * @description A line for each member of each group.
         */
        get: operations["export_duplicate_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/groups.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Duplicate Groups As Json
         * @description All groups with their members and keepers.
         */
        get: operations["export_duplicate_groups_as_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/groups/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Duplicate Group
         * @description One group with its members, the evidence of all pairs, and the image that it is best to keep.
         */
        get: operations["get_duplicate_group"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/groups/{group_id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Split Duplicate Group
         * @description Part the group between its two least alike members; the parts are different from each other.
         */
        post: operations["split_duplicate_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/groups/{group_id}/verdict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge Duplicate Group
         * @description Say what the members are to one another, or put the group off. 409 when somebody was faster.
         */
        post: operations["judge_duplicate_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/groups/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge Duplicate Groups
         * @description Make one group of several: their members are the same.
         */
        post: operations["merge_duplicate_groups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/groups/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tag Duplicate Groups
         * @description Add and remove tags of all members of the groups.
         */
        post: operations["tag_duplicate_groups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/pairs.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Duplicate Pairs
         * @description All pairs that the detection kept, or those of at least a cosine: `from,to,distance`.
         */
        get: operations["export_duplicate_pairs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/resolutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve Duplicates
         * @description Keep one image of each group and put the others into the trash, for 30 days.
         */
        post: operations["resolve_duplicates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duplicates/resolutions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Resolution
         * @description What the rule would keep and put into the trash; nothing is changed.
         */
        post: operations["preview_resolution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Feedback
         * @description What was said of an image, about a query, or of all, the newest first.
         */
        get: operations["list_feedback"];
        put?: never;
        /**
         * Give Feedback
         * @description Keep what the caller says of an image, in place of what they said of it, about the same query, before.
         */
        post: operations["give_feedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feedback/{feedback_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take Feedback Back
         * @description Forget what the caller said; an admin may take back what anybody said.
         */
        delete: operations["take_feedback_back"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feedback/hard-negatives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Hard Negatives
         * @description What was shown high and judged irrelevant, the highest first.
         */
        get: operations["list_hard_negatives"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feedback/triplets.jsonl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Triplets
         * @description A line for each query, image that fits it and image that does not: what a model is fine-tuned with.
         */
        get: operations["export_triplets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Images
         * @description One page of the tenant's images.
         */
        get: operations["list_images"];
        put?: never;
        /**
         * Add Image
         * @description Upload and ingest in one call, for programs.
         */
        post: operations["add_image"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/images/{image_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Image
         * @description One image, with a preview and a short-lived URL of the original bytes.
         */
        get: operations["get_image"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/images/{image_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch Image
         * @description The image's state, now and whenever it changes, until it is `searchable`, `failed` or `trashed`.
         */
        get: operations["watch_image"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/images/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ingest Image
         * @description Take in a finished upload. 201: searchable now. 202: kept, searchable soon. 200: known already.
         */
        post: operations["ingest_image"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/images/presign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Presign Upload
         * @description A URL that takes one upload of exactly this type and size.
         */
        post: operations["presign_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Jobs
         * @description One page of the tenant's jobs, newest first.
         */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Job
         * @description One job: how far it is, what was tried, and why it failed.
         */
        get: operations["get_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Job
         * @description End the job: at once, or after the chunk that it is at.
         */
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch Job
         * @description What happened to the job after the event that was seen last, then what happens, until it is over.
         */
        get: operations["watch_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Job
         * @description Stop the job where it can go on later: at once, or after the chunk that it is at.
         */
        post: operations["pause_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Job
         * @description Let a paused job go on from where it was stopped.
         */
        post: operations["resume_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Job
         * @description Set a dead or cancelled job going again.
         */
        post: operations["retry_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/near-duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Near Duplicates Of Tenant
         * @description The groups of the last detection, or what another threshold makes of its pairs; nothing is kept of that.
         */
        get: operations["list_near_duplicates_of_tenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/near-duplicates/detect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Detect Near Duplicates Of Tenant
         * @description Look for near-duplicates from the beginning. 409 `sweep-running` while that is being done already.
         */
        post: operations["detect_near_duplicates_of_tenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/near-duplicates/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Near Duplicates Histogram Of Tenant
         * @description How many pairs there are by similarity, beside pairs drawn at random: where to put the threshold.
         */
        get: operations["get_near_duplicates_histogram_of_tenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/near-duplicates/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview Near Duplicates Of Tenant
         * @description How many groups another threshold makes; nothing is kept.
         */
        get: operations["preview_near_duplicates_of_tenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/near-duplicates/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch Near Duplicates Of Tenant
         * @description How far the newest detection is, and has been, until it is over. 404 `not-detected` before the first.
         */
        get: operations["watch_near_duplicates_of_tenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/near-duplicates/threshold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Regroup Near Duplicates Of Tenant
         * @description Group the pairs of the last detection at another threshold, and keep that.
         */
        put: operations["regroup_near_duplicates_of_tenant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Anomalies
         * @description One page of images, the oddest first, each with its nearest neighbours. Too few to compare: none, and why.
         */
        get: operations["list_anomalies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Anomalies
         * @description A line for each image that the queue would show, the oddest first.
         */
        get: operations["export_anomalies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies/{image_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Anomaly
         * @description One image's scores by every method, with its nearest neighbours and what was said of it.
         */
        get: operations["get_anomaly"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies/{image_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review Anomaly
         * @description Say what the image is. What is normal joins the reference set, and its look-alikes are scored anew.
         */
        post: operations["review_anomaly"];
        /**
         * Take Back Anomaly Review
         * @description Take one's own word back; without one, nothing changes.
         */
        delete: operations["take_back_anomaly_review"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies/{image_id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Anomaly Reviews
         * @description All that was ever said of the image in the dataset, the newest first.
         */
        get: operations["list_anomaly_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Anomaly Review Budget
         * @description How many images a night's queue holds from now on.
         */
        put: operations["set_anomaly_review_budget"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies/review-progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Anomaly Review Progress
         * @description How many of the flagged images people have judged, as what, and how well they agree.
         */
        get: operations["get_anomaly_review_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Anomaly Run
         * @description The scores that are in force: of when, of how many images, with which fences.
         */
        get: operations["get_anomaly_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies/score": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Score Anomalies
         * @description Score all images of the dataset anew. 409 `scoring-running` while that is being done already.
         */
        post: operations["score_anomalies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/anomalies/score/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch Anomalies
         * @description How far the newest scoring is, and has been, until it is over. 404 `not-scored` before the first.
         */
        get: operations["watch_anomalies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/qa/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Quality
         * @description How many searchable images fail each check, and the thresholds. The filter `quality_checks` lists them.
         */
        get: operations["get_quality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search/cluster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Clusterings
         * @description What was clustered, the newest first.
         */
        get: operations["list_clusterings"];
        put?: never;
        /**
         * Cluster Images
         * @description Group images by how alike they are. 409 `clustering-running` while the very same is being done.
         */
        post: operations["cluster_images"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search/cluster/{clustering_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Clustering
         * @description Where a clustering stands, and a page of its clusters, the largest first.
         */
        get: operations["get_clustering"];
        put?: never;
        post?: never;
        /**
         * Delete Clustering
         * @description Take a clustering away; names that people gave stay. 409 `clustering-running` while its job is not over.
         */
        delete: operations["delete_clustering"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search/cluster/{clustering_id}/clusters/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename Cluster
         * @description Name a cluster by hand. Later clusterings show the name too, wherever the same image is in the middle.
         */
        patch: operations["rename_cluster"];
        trace?: never;
    };
    "/api/search/cluster/{clustering_id}/clusters/{number}/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Cluster Images
         * @description The images of a cluster, from the medoid outwards.
         */
        get: operations["list_cluster_images"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search Similar
         * @description The images most like a file, an image that is here, or words, as examples and feedback move the question.
         */
        post: operations["search_similar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/thumbnails/{tenant_id}/{sha256}/{side}.webp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Thumbnail
         * @description A WebP whose longest side is `side` pixels.
         */
        get: operations["get_thumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is Alive
         * @description Alive: the process answers. Touches no dependency.
         */
        get: operations["is_alive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is Ready
         * @description Ready: every dependency by name, 200 when all answer; 503 when one does not, or when the process is stopping.
         */
        get: operations["is_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AcceptedOut
         * @description A clustering that was asked for, and where to see how far it is.
         */
        AcceptedOut: {
            /**
             * Clustering Id
             * Format: uuid
             */
            clustering_id: string;
            /**
             * Job Id
             * Format: uuid
             */
            job_id: string;
            /** Progress Url */
            progress_url: string;
            /** Status Url */
            status_url: string;
        };
        /**
         * Action
         * @description What is said. Of one query, a user's `relevant` and `irrelevant` take each other's place.
         * @enum {string}
         */
        Action: "relevant" | "irrelevant" | "duplicate" | "anomaly";
        /**
         * AnomaliesOut
         * @description A page, the oddest first, and the run that scored it. `next_cursor` is null on the last page.
         */
        AnomaliesOut: {
            /** Anomalies */
            anomalies: components["schemas"]["AnomalyOut"][];
            /** Next Cursor */
            next_cursor: string | null;
            run: components["schemas"]["gateway__anomalies__run_schemas__RunOut"];
        };
        /**
         * AnomalyOut
         * @description An image with its scores; those of `method` stand above the others too.
         *
         *     `flagged`: past the method's fence (see RunOut), and neither in the reference set nor close to one that is. `later`:
         *     it came after the run and was held against it by an approximate search.
         */
        AnomalyOut: {
            /** Evidence */
            evidence: components["schemas"]["NeighbourOut"][];
            /** Flagged */
            flagged: boolean;
            image: components["schemas"]["gateway__duplicates__pictures__PictureOut"];
            /** In Reference Set */
            in_reference_set: boolean;
            /** Later */
            later: boolean;
            method: components["schemas"]["Method"];
            /** Percentile */
            percentile: number;
            /** Reviews */
            reviews: components["schemas"]["ReviewOut"][];
            /** Robust Z */
            robust_z: number;
            /** Score */
            score: number;
            /**
             * Scored At
             * Format: date-time
             */
            scored_at: string;
            /** Scores */
            scores: {
                [key: string]: components["schemas"]["ScoreOut"];
            };
        };
        /**
         * AttemptOut
         * @description One attempt: by which worker, from when to when, and how it ended.
         */
        AttemptOut: {
            /** Ended As */
            ended_as: string | null;
            /** Ended At */
            ended_at: string | null;
            /** Error */
            error: string | null;
            /** Number */
            number: number;
            /** Owner */
            owner: string | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
        };
        /**
         * BatchDetailOut
         * @description A batch with a page of its groups. `next_cursor` is null on the last page.
         */
        BatchDetailOut: {
            /** Applied At */
            applied_at: string | null;
            /**
             * Asked By
             * Format: uuid
             */
            asked_by: string;
            /**
             * Batch Id
             * Format: uuid
             */
            batch_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Dataset Id */
            dataset_id: string | null;
            /** Expires At */
            expires_at: string | null;
            /** Groups */
            groups: number;
            /** Items */
            items: components["schemas"]["BatchItemOut"][];
            /** Job Id */
            job_id: string | null;
            kind: components["schemas"]["BatchKind"];
            /** Next Cursor */
            next_cursor: string | null;
            /** Outcomes */
            outcomes: {
                [key: string]: number;
            };
            /** Rule */
            rule: {
                [key: string]: unknown;
            };
            state: components["schemas"]["BatchState"];
            /** Trashed */
            trashed: number;
            /** Trashed Bytes */
            trashed_bytes: number;
            /** Undone At */
            undone_at: string | null;
            /** Undone By */
            undone_by: string | null;
        };
        /**
         * BatchesOut
         * @description A page of batches, the newest first. `next_cursor` is null on the last page.
         */
        BatchesOut: {
            /** Batches */
            batches: components["schemas"]["BatchOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * BatchItemOut
         * @description One group of a batch, and what became of it; `detail` says why.
         */
        BatchItemOut: {
            /** Dataset Id */
            dataset_id: string | null;
            /** Detail */
            detail: {
                [key: string]: unknown;
            };
            /** Group Id */
            group_id: string;
            /** Keeper Id */
            keeper_id: string | null;
            outcome: components["schemas"]["Outcome"];
            /** Seq */
            seq: number;
        };
        /**
         * BatchKind
         * @description What a person did in one go.
         * @enum {string}
         */
        BatchKind: "verdict" | "skip" | "merge" | "split" | "tag" | "resolve";
        /**
         * BatchOut
         * @description What a person did in one go, until when it can be taken back, and what became of its groups.
         *
         *     `outcomes` counts groups. While the state is `applying` or `undoing` its job (`job_id`) is at work.
         */
        BatchOut: {
            /** Applied At */
            applied_at: string | null;
            /**
             * Asked By
             * Format: uuid
             */
            asked_by: string;
            /**
             * Batch Id
             * Format: uuid
             */
            batch_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Dataset Id */
            dataset_id: string | null;
            /** Expires At */
            expires_at: string | null;
            /** Groups */
            groups: number;
            /** Job Id */
            job_id: string | null;
            kind: components["schemas"]["BatchKind"];
            /** Outcomes */
            outcomes: {
                [key: string]: number;
            };
            /** Rule */
            rule: {
                [key: string]: unknown;
            };
            state: components["schemas"]["BatchState"];
            /** Trashed */
            trashed: number;
            /** Trashed Bytes */
            trashed_bytes: number;
            /** Undone At */
            undone_at: string | null;
            /** Undone By */
            undone_by: string | null;
        };
        /**
         * BatchState
         * @description Where a batch stands: done in one or more transactions, and perhaps taken back.
         * @enum {string}
         */
        BatchState: "applying" | "applied" | "undoing" | "undone";
        /** Body_add_image */
        Body_add_image: {
            /** Category Id */
            category_id?: string | null;
            /** Dataset Id */
            dataset_id?: string | null;
            /** File */
            file: string;
            /** Owner User Id */
            owner_user_id?: string | null;
            /** Tags */
            tags?: string[] | null;
        };
        /**
         * BoxOut
         * @description A part of the upright picture: its edges as shares of the width and the height, 0..1.
         */
        BoxOut: {
            /** Bottom */
            bottom: number;
            /** Left */
            left: number;
            /** Right */
            right: number;
            /** Top */
            top: number;
        };
        /**
         * BudgetIn
         * @description How many images a night's queue holds.
         */
        BudgetIn: {
            /** Budget */
            budget: number;
        };
        /**
         * BudgetOut
         * @description How many images a night's queue holds from now on.
         */
        BudgetOut: {
            /** Budget */
            budget: number;
        };
        /**
         * Verdict
         * @description What a person says of an image that was put before them.
         * @enum {string}
         */
        catalog__anomalies__model__Verdict: "normal" | "defect" | "unsure";
        /**
         * Verdict
         * @description What a person said of two pictures; kept by their content hashes.
         * @enum {string}
         */
        catalog__duplicates__model__Verdict: "same" | "variant" | "different";
        /**
         * CheckedOut
         * @description What is here already, the closest first. `exact` has the same bytes; nothing is like a `flat` picture by hash.
         *
         *     `hash_only`: vectors were not compared, so likenesses may be fewer, and are not confirmed.
         */
        CheckedOut: {
            exact: components["schemas"]["gateway__duplicates__pictures__PictureOut"] | null;
            /** Flat */
            flat: boolean;
            /** Hash Only */
            hash_only: boolean;
            /** Likenesses */
            likenesses: components["schemas"]["LikenessOut"][];
        };
        /**
         * CheckOut
         * @description A check: how many images fail it, and when an image does: its measure is on that side of the threshold.
         */
        CheckOut: {
            check: components["schemas"]["QualityCheck"];
            /** Failed */
            failed: number;
            fails: components["schemas"]["Side"];
            /** Measure */
            measure: string;
            /** Threshold */
            threshold: number;
        };
        /**
         * ClusterIn
         * @description Which images, and where to cut: at a cosine distance or into a number of clusters, exactly one of the two.
         */
        ClusterIn: {
            /** Dataset Id */
            dataset_id?: string | null;
            /** Filter */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Image Ids */
            image_ids?: string[] | null;
            /** Limit */
            limit?: number | null;
            /** @default average */
            linkage: components["schemas"]["Linkage"];
            /**
             * Method
             * @default agglomerative
             * @constant
             */
            method: "agglomerative";
            /** N Clusters */
            n_clusters?: number | null;
            /** Threshold */
            threshold?: number | null;
        };
        /**
         * ClusteringDetailOut
         * @description A clustering with a page of its clusters, the largest first; none before it is complete.
         */
        ClusteringDetailOut: {
            /**
             * Asked By
             * Format: uuid
             */
            asked_by: string;
            /**
             * Clustering Id
             * Format: uuid
             */
            clustering_id: string;
            /** Clusters */
            clusters: components["schemas"]["ClusterOut"][];
            /** Clusters Found */
            clusters_found: number | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Dataset Id */
            dataset_id: string | null;
            /** Failure */
            failure: string | null;
            /** Filter */
            filter: {
                [key: string]: unknown;
            } | null;
            /** Finished At */
            finished_at: string | null;
            /** Images */
            images: number | null;
            /**
             * Job Id
             * Format: uuid
             */
            job_id: string;
            /** Left Out */
            left_out: number | null;
            /** Limit */
            limit: number | null;
            linkage: components["schemas"]["Linkage"];
            /** Matched */
            matched: number;
            /** Method */
            method: string;
            /** Model Version */
            model_version: string | null;
            /** N Clusters */
            n_clusters: number | null;
            /** Named Images */
            named_images: number | null;
            /** Next Cursor */
            next_cursor: string | null;
            progress: components["schemas"]["gateway__clusters__schemas__ProgressOut"] | null;
            state: components["schemas"]["ClusteringState"];
            /** Threshold */
            threshold: number | null;
        };
        /**
         * ClusteringOut
         * @description A clustering: what was asked, where it stands, and its figures once it is complete.
         *
         *     `matched` images were there when it was asked for, `images` were clustered, `left_out` had no vector of the live
         *     model. `named_images` is how many ids were sent. `failure` says why a failed one did.
         */
        ClusteringOut: {
            /**
             * Asked By
             * Format: uuid
             */
            asked_by: string;
            /**
             * Clustering Id
             * Format: uuid
             */
            clustering_id: string;
            /** Clusters Found */
            clusters_found: number | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Dataset Id */
            dataset_id: string | null;
            /** Failure */
            failure: string | null;
            /** Filter */
            filter: {
                [key: string]: unknown;
            } | null;
            /** Finished At */
            finished_at: string | null;
            /** Images */
            images: number | null;
            /**
             * Job Id
             * Format: uuid
             */
            job_id: string;
            /** Left Out */
            left_out: number | null;
            /** Limit */
            limit: number | null;
            linkage: components["schemas"]["Linkage"];
            /** Matched */
            matched: number;
            /** Method */
            method: string;
            /** Model Version */
            model_version: string | null;
            /** N Clusters */
            n_clusters: number | null;
            /** Named Images */
            named_images: number | null;
            progress: components["schemas"]["gateway__clusters__schemas__ProgressOut"] | null;
            state: components["schemas"]["ClusteringState"];
            /** Threshold */
            threshold: number | null;
        };
        /**
         * ClusteringsOut
         * @description Clusterings, the newest first.
         */
        ClusteringsOut: {
            /** Clusterings */
            clusterings: components["schemas"]["ClusteringOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ClusteringState
         * @description Where a clustering stands. A failed or cancelled one goes on when its job is tried again.
         * @enum {string}
         */
        ClusteringState: "waiting" | "running" | "paused" | "complete" | "failed" | "cancelled";
        /**
         * ClusterOut
         * @description A cluster. `spread` is the mean cosine distance of its other images to the medoid.
         *
         *     `samples` are up to 8 images next to the medoid, the nearest first, and `furthest` is the other end; what is not
         *     there any more is left out, or null. `confidence` is the vocabulary's, null where a person named it.
         */
        ClusterOut: {
            /** Confidence */
            confidence: number | null;
            furthest: components["schemas"]["gateway__clusters__schemas__PictureOut"] | null;
            medoid: components["schemas"]["gateway__clusters__schemas__PictureOut"] | null;
            /** Name */
            name: string | null;
            named_by: components["schemas"]["NamedBy"] | null;
            /** Named By User Id */
            named_by_user_id: string | null;
            /** Number */
            number: number;
            /** Samples */
            samples: components["schemas"]["gateway__clusters__schemas__PictureOut"][];
            /** Size */
            size: number;
            /** Spread */
            spread: number;
        };
        /**
         * Decision
         * @description A verdict on a group, or to put it off.
         * @enum {string}
         */
        Decision: "same" | "variant" | "different" | "skip";
        /**
         * DetectionOut
         * @description A detection that was asked for, and where to see how far it is.
         */
        DetectionOut: {
            /**
             * Job Id
             * Format: uuid
             */
            job_id: string;
            /** Progress Url */
            progress_url: string;
            /** Status Url */
            status_url: string;
        };
        /**
         * EdgeOut
         * @description Two images and the evidence. `turn` is what is done to the first to get the second.
         */
        EdgeOut: {
            /** Cosine */
            cosine: number;
            /** Hamming */
            hamming: number | null;
            /** High Id */
            high_id: string;
            /** Low Id */
            low_id: string;
            /** Model Version */
            model_version: string;
            tier: components["schemas"]["Tier"];
            /** Turn */
            turn: string;
        };
        /**
         * ExamplesOut
         * @description The images that moved the question: those of the request and, with `use_feedback`, those that people marked.
         */
        ExamplesOut: {
            /** Negative Ids */
            negative_ids: string[];
            /** Positive Ids */
            positive_ids: string[];
        };
        /**
         * FeedbackIn
         * @description What a person says of an image; `rank` (from 1) and `score` are those of the hit that they looked at.
         */
        FeedbackIn: {
            action: components["schemas"]["Action"];
            /** Image Id */
            image_id: string;
            /** Note */
            note?: string | null;
            query?: components["schemas"]["QueryIn"] | null;
            /** Rank */
            rank?: number | null;
            /** Score */
            score?: number | null;
        };
        /**
         * FeedbackOut
         * @description What a person said. `image_id` is the image that has the content now, null when there is none.
         */
        FeedbackOut: {
            action: components["schemas"]["Action"];
            /**
             * Feedback Id
             * Format: uuid
             */
            feedback_id: string;
            /** Image Id */
            image_id: string | null;
            /** Note */
            note: string | null;
            query: components["schemas"]["QueryOut"] | null;
            /** Rank */
            rank: number | null;
            /**
             * Said At
             * Format: date-time
             */
            said_at: string;
            /** Score */
            score: number | null;
            /** Sha256 */
            sha256: string;
            /**
             * User Id
             * Format: uuid
             */
            user_id: string;
        };
        /**
         * FoundOut
         * @description Groups, how many there are in all, how many images could go, and the threshold that they were grouped at.
         */
        FoundOut: {
            /** Groups */
            groups: components["schemas"]["GroupOut"][];
            /** Threshold */
            threshold: number;
            /** Total Duplicates */
            total_duplicates: number;
            /** Total Groups */
            total_groups: number;
        };
        /**
         * RunOut
         * @description The scores that are in force: `scored` of `images`, each against its `k` nearest, `exact` or nearly so.
         *
         *     `enough` is false where there are fewer than `needed` images to compare: then nothing is scored. `fences` has the
         *     score past which a method flags an image, `flagged` how many it flagged; an image within `reach` (1 − cosine) of one
         *     of the `references` is not flagged. `generation` counts the runs; `job_id` is of one that is under way.
         */
        gateway__anomalies__run_schemas__RunOut: {
            /** Dataset Id */
            dataset_id: string | null;
            /** Enough */
            enough: boolean;
            /** Exact */
            exact: boolean;
            /** Fences */
            fences: {
                [key: string]: number;
            };
            /**
             * Finished At
             * Format: date-time
             */
            finished_at: string;
            /** Flagged */
            flagged: {
                [key: string]: number;
            };
            /** Generation */
            generation: number;
            /** Images */
            images: number;
            /** Job Id */
            job_id: string | null;
            /** K */
            k: number;
            /** Model Version */
            model_version: string;
            /** Needed */
            needed: number;
            /** Reach */
            reach: number;
            /** References */
            references: number;
            /** Scored */
            scored: number;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
        };
        /**
         * MemberOut
         * @description An image of a cluster and its cosine distance to the medoid; `rank` counts from the medoid, 0.
         */
        gateway__clusters__schemas__MemberOut: {
            /** Distance */
            distance: number;
            image: components["schemas"]["gateway__clusters__schemas__PictureOut"];
            /** Rank */
            rank: number;
        };
        /**
         * PictureOut
         * @description An image, and a small picture of it.
         */
        gateway__clusters__schemas__PictureOut: {
            /** Filename */
            filename: string | null;
            /** Height */
            height: number;
            /** Image Id */
            image_id: string;
            /** Preview Url */
            preview_url: string;
            /** Width */
            width: number;
        };
        /**
         * ProgressOut
         * @description How far its job is, in images.
         */
        gateway__clusters__schemas__ProgressOut: {
            /** Message */
            message: string;
            /** Processed */
            processed: number;
            /** Status */
            status: string;
            /** Total */
            total: number;
        };
        /**
         * MemberOut
         * @description A member and why it is here: the pair that it makes with the medoid; null when a person said so.
         */
        gateway__duplicates__detail_schemas__MemberOut: {
            evidence: components["schemas"]["EdgeOut"] | null;
            image: components["schemas"]["gateway__duplicates__pictures__PictureOut"];
            /** Is Hub */
            is_hub: boolean;
            /** Is New */
            is_new: boolean;
            /** Similarity */
            similarity: number | null;
        };
        /**
         * RunOut
         * @description A grouping that was kept.
         */
        gateway__duplicates__finding_schemas__RunOut: {
            /** Duplicates */
            duplicates: number;
            /** Edges */
            edges: number;
            /** Grouped At */
            grouped_at: string;
            /** Groups */
            groups: number;
            /** Images */
            images: number;
            /** Max Hamming */
            max_hamming: number;
            /** Model Version */
            model_version: string;
            /** Threshold */
            threshold: number;
        };
        /**
         * PictureOut
         * @description An image: what one compares to choose the one that is kept, and a small picture of it.
         */
        gateway__duplicates__pictures__PictureOut: {
            /** Content Type */
            content_type: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Dataset Id */
            dataset_id: string | null;
            /** Filename */
            filename: string | null;
            /** Height */
            height: number;
            /** Image Id */
            image_id: string;
            /** Phash */
            phash: string;
            /** Preview Url */
            preview_url: string;
            /** Quality Score */
            quality_score: number;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
            state: components["schemas"]["ImageState"];
            /** Tags */
            tags: string[];
            /** Width */
            width: number;
        };
        /**
         * ProgressOut
         * @description How far a job is. `total` is 0 while it is not known; `counts` are figures of the kind's own.
         */
        gateway__jobs__schemas__ProgressOut: {
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Message */
            message: string;
            /** Processed */
            processed: number;
            /** Status */
            status: string;
            /** Total */
            total: number;
        };
        /**
         * GroupDetailOut
         * @description A group with its members (the medoid first), all pairs that were compared, and what was said of pairs.
         */
        GroupDetailOut: {
            /** Batch Id */
            batch_id: string | null;
            /** Capped */
            capped: boolean;
            /** Contradictory */
            contradictory: boolean;
            /** Dataset Id */
            dataset_id: string | null;
            /** Decided At */
            decided_at: string | null;
            /** Decided By */
            decided_by: string | null;
            /** Group Id */
            group_id: string;
            /** Hub Ids */
            hub_ids: string[];
            /** Medoid Id */
            medoid_id: string;
            /** Member Ids */
            member_ids: string[];
            /** Members */
            members: components["schemas"]["gateway__duplicates__detail_schemas__MemberOut"][];
            /** Near Apart Ids */
            near_apart_ids: string[];
            /** New Ids */
            new_ids: string[];
            /** Pairs */
            pairs: components["schemas"]["EdgeOut"][];
            /** Reclaimable Bytes */
            reclaimable_bytes: number;
            /** Row Version */
            row_version: number;
            /** Size */
            size: number;
            status: components["schemas"]["GroupStatus"];
            suggestion: components["schemas"]["SuggestionOut"];
            /** Threshold */
            threshold: number;
            tier: components["schemas"]["Tier"];
            /** Verdicts */
            verdicts: components["schemas"]["PairVerdictOut"][];
            worst: components["schemas"]["WorstOut"];
        };
        /**
         * GroupOut
         * @description A group with its first members, the medoid before the others.
         */
        GroupOut: {
            /** Batch Id */
            batch_id: string | null;
            /** Capped */
            capped: boolean;
            /** Contradictory */
            contradictory: boolean;
            /** Dataset Id */
            dataset_id: string | null;
            /** Decided At */
            decided_at: string | null;
            /** Decided By */
            decided_by: string | null;
            /** Group Id */
            group_id: string;
            /** Hub Ids */
            hub_ids: string[];
            /** Images */
            images: components["schemas"]["gateway__duplicates__pictures__PictureOut"][];
            /** Medoid Id */
            medoid_id: string;
            /** Member Ids */
            member_ids: string[];
            /** Near Apart Ids */
            near_apart_ids: string[];
            /** New Ids */
            new_ids: string[];
            /** Reclaimable Bytes */
            reclaimable_bytes: number;
            /** Row Version */
            row_version: number;
            /** Size */
            size: number;
            status: components["schemas"]["GroupStatus"];
            /** Threshold */
            threshold: number;
            tier: components["schemas"]["Tier"];
            worst: components["schemas"]["WorstOut"];
        };
        /**
         * GroupsOut
         * @description A page of groups. `next_cursor` is null on the last page.
         */
        GroupsOut: {
            /** Groups */
            groups: components["schemas"]["GroupOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * GroupStatus
         * @description Where a group stands in review. The last three are decisions; such a group is history and is not found again.
         * @enum {string}
         */
        GroupStatus: "open" | "skipped" | "confirmed" | "variant" | "different" | "resolved";
        /**
         * HardNegativeOut
         * @description An image that more people find irrelevant than relevant to a query that showed it high.
         *
         *     `rank` and `score` are the best that it was shown with; `irrelevant` and `relevant` are how many say so.
         */
        HardNegativeOut: {
            /** Image Id */
            image_id: string;
            /** Irrelevant */
            irrelevant: number;
            /** Preview Url */
            preview_url: string;
            query: components["schemas"]["QueryOut"];
            /** Rank */
            rank: number;
            /** Relevant */
            relevant: number;
            /** Score */
            score: number | null;
            /** Sha256 */
            sha256: string;
        };
        /**
         * HardNegativesOut
         * @description A page of hard negatives, the highest shown first. `next_cursor` is null on the last page.
         */
        HardNegativesOut: {
            /** Hard Negatives */
            hard_negatives: components["schemas"]["HardNegativeOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * HistogramOut
         * @description Counts of pairs: by tier in `buckets`, each a hundredth wide and named by where it begins; those of at least each
         *     of `thresholds`; and `random_pairs`, drawn from all, in the same buckets and below them.
         */
        HistogramOut: {
            /** At Least */
            at_least: {
                [key: string]: number[];
            };
            /** Bounds */
            bounds: string[];
            /** Buckets */
            buckets: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Random Pairs */
            random_pairs: {
                [key: string]: number;
            };
            /** Random Total */
            random_total: number;
            /** Thresholds */
            thresholds: number[];
        };
        /**
         * HistoryOut
         * @description A page of what was said, the newest first. `next_cursor` is null on the last page.
         */
        HistoryOut: {
            /** Feedback */
            feedback: components["schemas"]["FeedbackOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * HitOut
         * @description An image and its cosine similarity to the question, −1..1. `payload` is null unless it was asked for.
         *
         *     `vector_name` says which of the image's vectors has that cosine; for one of its crops `box` says where that is.
         */
        HitOut: {
            box: components["schemas"]["BoxOut"] | null;
            /** Image Id */
            image_id: string;
            payload: components["schemas"]["PayloadOut"] | null;
            /** Preview Url */
            preview_url: string;
            /** Score */
            score: number;
            /** Vector Name */
            vector_name: string;
        };
        /**
         * ImageDetailOut
         * @description An image with the larger preview, its bytes as they were uploaded, and what was measured of it.
         */
        ImageDetailOut: {
            /** Content Type */
            content_type: string;
            /** Failure */
            failure: string | null;
            /** Filename */
            filename: string | null;
            /** Image Id */
            image_id: string;
            /** Large Preview Url */
            large_preview_url: string;
            /** Original Url */
            original_url: string;
            payload: components["schemas"]["PayloadOut"];
            /** Preview Url */
            preview_url: string;
            quality_measures: components["schemas"]["QualityMeasuresOut"] | null;
            /** Size Bytes */
            size_bytes: number;
            state: components["schemas"]["ImageState"];
        };
        /**
         * ImageOut
         * @description An image: its state, its facts, and a small picture of it.
         */
        ImageOut: {
            /** Content Type */
            content_type: string;
            /** Failure */
            failure: string | null;
            /** Filename */
            filename: string | null;
            /** Image Id */
            image_id: string;
            payload: components["schemas"]["PayloadOut"];
            /** Preview Url */
            preview_url: string;
            /** Size Bytes */
            size_bytes: number;
            state: components["schemas"]["ImageState"];
        };
        /**
         * ImageState
         * @description `uploaded` → `searchable`, or `failed` with a reason; `trashed` by a review until it is undone or purged.
         * @enum {string}
         */
        ImageState: "uploaded" | "searchable" | "failed" | "trashed";
        /**
         * IngestIn
         * @description A finished upload, and what its owner says of it.
         */
        IngestIn: {
            /** Bucket */
            bucket: string;
            /** Category Id */
            category_id?: string | null;
            /** Dataset Id */
            dataset_id?: string | null;
            /** Filename */
            filename?: string | null;
            /** Key */
            key: string;
            /** Owner User Id */
            owner_user_id?: string | null;
            /** @default upload */
            source: components["schemas"]["Source"];
            /**
             * Tags
             * @default []
             */
            tags: string[];
        };
        /**
         * IngestOut
         * @description What was taken in. `is_new` is false when the tenant had these bytes already.
         *
         *     `near_duplicates` are like it by their hashes, the closest first; null when that could not be looked up now.
         */
        IngestOut: {
            /** Content Type */
            content_type: string;
            /** Failure */
            failure: string | null;
            /** Filename */
            filename: string | null;
            /** Image Id */
            image_id: string;
            /** Is New */
            is_new: boolean;
            /** Near Duplicates */
            near_duplicates: components["schemas"]["LikenessOut"][] | null;
            payload: components["schemas"]["PayloadOut"];
            /** Preview Url */
            preview_url: string;
            /** Size Bytes */
            size_bytes: number;
            state: components["schemas"]["ImageState"];
        };
        /**
         * JobDetailOut
         * @description A job with its attempts, as far back as its events are kept, and the last lines of the last failure's trace.
         */
        JobDetailOut: {
            /** Asked By */
            asked_by: string | null;
            /** Attempt */
            attempt: number;
            /** Attempts */
            attempts: components["schemas"]["AttemptOut"][];
            /** Cancel Requested */
            cancel_requested: boolean;
            /** Controllable */
            controllable: boolean;
            /** Crashes */
            crashes: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Error */
            error: string | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Job Id
             * Format: uuid
             */
            job_id: string;
            kind: components["schemas"]["JobKind"];
            /** Max Attempts */
            max_attempts: number;
            /** Pause Requested */
            pause_requested: boolean;
            progress: components["schemas"]["gateway__jobs__schemas__ProgressOut"] | null;
            queue: components["schemas"]["QueueName"];
            /** Request Id */
            request_id: string | null;
            /**
             * Run After
             * Format: date-time
             */
            run_after: string;
            /** Started At */
            started_at: string | null;
            state: components["schemas"]["JobState"];
            /** Trace */
            trace: string | null;
        };
        /**
         * JobKind
         * @description The name of a job: the row's `kind` and the method that does it.
         * @enum {string}
         */
        JobKind: "finish_ingest" | "sync_payload" | "sync_points" | "make_thumbnails" | "sweep_orphans" | "rebuild_index" | "purge_trash" | "check_quality" | "apply_batch" | "undo_batch" | "sweep_duplicates" | "probe_duplicates" | "cluster_images" | "score_anomalies" | "score_newcomers";
        /**
         * JobOut
         * @description A job. `attempt` of `max_attempts`; `run_after` is when the next one may begin; `error` is of the last failure.
         *
         *     `controllable`: whether it can be paused and cancelled. While `pause_requested` or `cancel_requested` it still runs.
         */
        JobOut: {
            /** Asked By */
            asked_by: string | null;
            /** Attempt */
            attempt: number;
            /** Cancel Requested */
            cancel_requested: boolean;
            /** Controllable */
            controllable: boolean;
            /** Crashes */
            crashes: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Error */
            error: string | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Job Id
             * Format: uuid
             */
            job_id: string;
            kind: components["schemas"]["JobKind"];
            /** Max Attempts */
            max_attempts: number;
            /** Pause Requested */
            pause_requested: boolean;
            progress: components["schemas"]["gateway__jobs__schemas__ProgressOut"] | null;
            queue: components["schemas"]["QueueName"];
            /** Request Id */
            request_id: string | null;
            /**
             * Run After
             * Format: date-time
             */
            run_after: string;
            /** Started At */
            started_at: string | null;
            state: components["schemas"]["JobState"];
        };
        /**
         * JobPageOut
         * @description A page of jobs, newest first. `next_cursor` is null on the last page.
         */
        JobPageOut: {
            /** Jobs */
            jobs: components["schemas"]["JobOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * JobState
         * @description Where a job stands; the last three are final.
         * @enum {string}
         */
        JobState: "queued" | "running" | "retry" | "paused" | "succeeded" | "dead" | "cancelled";
        /**
         * LikenessOut
         * @description An image that is here already, and how it is like the picture in question; null is not known.
         */
        LikenessOut: {
            /** Cosine */
            cosine: number | null;
            /** Hamming */
            hamming: number | null;
            image: components["schemas"]["gateway__duplicates__pictures__PictureOut"];
            tier: components["schemas"]["Tier"];
        };
        /**
         * Linkage
         * @description How far two clusters are apart: their nearest pair, their furthest pair, or the mean over all pairs.
         * @enum {string}
         */
        Linkage: "average" | "complete" | "single";
        /**
         * LoginIn
         * @description A username and its password.
         */
        LoginIn: {
            /** Password */
            password: string;
            /** Username */
            username: string;
        };
        /**
         * MembersOut
         * @description Images of a cluster, from the medoid outwards.
         */
        MembersOut: {
            /** Images */
            images: components["schemas"]["gateway__clusters__schemas__MemberOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * MeOut
         * @description Who the token stands for. `username` and `tenant` (its name) are null for a user of another identity provider.
         */
        MeOut: {
            role: components["schemas"]["Role"];
            /** Tenant */
            tenant: string | null;
            /**
             * Tenant Id
             * Format: uuid
             */
            tenant_id: string;
            /**
             * User Id
             * Format: uuid
             */
            user_id: string;
            /** Username */
            username: string | null;
        };
        /**
         * MergeIn
         * @description Groups that are one; `row_versions` by group id.
         */
        MergeIn: {
            /** Dataset Id */
            dataset_id?: string | null;
            /** Group Ids */
            group_ids: string[];
            /** Row Versions */
            row_versions?: {
                [key: string]: number;
            };
        };
        /**
         * Method
         * @description What an image is scored by; more is odder.
         * @enum {string}
         */
        Method: "dnn" | "knn" | "lof" | "reference";
        /**
         * NamedBy
         * @description Who named a cluster.
         * @enum {string}
         */
        NamedBy: "vocabulary" | "person";
        /**
         * NeighbourOut
         * @description An image that was among the nearest; `distance` is 1 − cosine, 0..2. The last two are null once it is gone.
         */
        NeighbourOut: {
            /** Distance */
            distance: number;
            /** Filename */
            filename: string | null;
            /** Image Id */
            image_id: string;
            /** Preview Url */
            preview_url: string | null;
        };
        /**
         * Outcome
         * @description What became of one group of a batch; only DONE changed anything.
         * @enum {string}
         */
        Outcome: "pending" | "done" | "abstained" | "changed" | "gone" | "failed" | "undone" | "kept";
        /**
         * PageOut
         * @description A page of images. `next_cursor` is null on the last page.
         */
        PageOut: {
            /** Images */
            images: components["schemas"]["ImageOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * PairVerdictOut
         * @description What somebody said of two contents.
         */
        PairVerdictOut: {
            /**
             * Decided At
             * Format: date-time
             */
            decided_at: string;
            /**
             * Decided By
             * Format: uuid
             */
            decided_by: string;
            /** High Sha256 */
            high_sha256: string;
            /** Low Sha256 */
            low_sha256: string;
            /** Note */
            note: string | null;
            verdict: components["schemas"]["catalog__duplicates__model__Verdict"];
        };
        /**
         * PayloadOut
         * @description The facts of an image.
         */
        PayloadOut: {
            /** Bucket */
            bucket: string;
            /** Category Id */
            category_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Dataset Id */
            dataset_id: string | null;
            /** Height */
            height: number;
            /** Image Id */
            image_id: string;
            /** Key */
            key: string;
            /** Model Name */
            model_name: string | null;
            /** Model Version */
            model_version: string | null;
            /** Nsfw Score */
            nsfw_score: number | null;
            /**
             * Owner User Id
             * Format: uuid
             */
            owner_user_id: string;
            /** Phash */
            phash: string;
            /** Quality Checks */
            quality_checks: components["schemas"]["QualityCheck"][] | null;
            /** Quality Score */
            quality_score: number;
            /** Sha256 */
            sha256: string;
            source: components["schemas"]["Source"];
            /** Tags */
            tags: string[];
            /**
             * Tenant Id
             * Format: uuid
             */
            tenant_id: string;
            /** Width */
            width: number;
        };
        /**
         * PlannedGroupOut
         * @description What the rule does to a group: which image is kept and why, or why none can be chosen.
         */
        PlannedGroupOut: {
            /** Group Id */
            group_id: string;
            /** Keeper Id */
            keeper_id: string | null;
            /** Reasons */
            reasons: string[];
            /** Trashed Bytes */
            trashed_bytes: number;
            /** Trashed Ids */
            trashed_ids: string[];
            /** Why Not */
            why_not: string | null;
        };
        /**
         * PresignIn
         * @description What is going to be uploaded.
         */
        PresignIn: {
            /** Content Type */
            content_type: string;
            /** Filename */
            filename: string;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * PresignOut
         * @description Where to send it: `method` to `url`, with exactly these headers, before `expires`.
         */
        PresignOut: {
            /** Bucket */
            bucket: string;
            /**
             * Expires
             * Format: date-time
             */
            expires: string;
            /** Headers */
            headers: {
                [key: string]: string;
            };
            /** Key */
            key: string;
            /** Method */
            method: string;
            /** Url */
            url: string;
        };
        /**
         * PreviewOut
         * @description What grouping at that threshold finds; `by_tier` counts groups.
         */
        PreviewOut: {
            /** By Tier */
            by_tier: {
                [key: string]: number;
            };
            /** Duplicates */
            duplicates: number;
            /** Groups */
            groups: number;
            /** Images */
            images: number;
            /** Reclaimable Bytes */
            reclaimable_bytes: number;
            /** Threshold */
            threshold: number;
        };
        /** @description RFC 9457; docs/errors.md lists every type. */
        Problem: {
            detail: string;
            /** @description Of validation-failed: each field that is wrong. */
            errors?: {
                loc: (string | number)[];
                msg: string;
            }[];
            instance: string;
            /** @description Of image-rejected: one of a closed list. */
            reason?: string;
            request_id: string;
            status: number;
            title: string;
            /** @example /problems/image-not-found */
            type: string;
        };
        /**
         * QualityCheck
         * @description What can be the matter with a picture, in the order in which it is told.
         * @enum {string}
         */
        QualityCheck: "dark" | "bright" | "blurry" | "low_information" | "odd_aspect" | "odd_size" | "near_empty";
        /**
         * QualityMeasuresOut
         * @description What the quality checks measured; docs/quality.md says how. `focus` is null where nothing could be sharp.
         */
        QualityMeasuresOut: {
            /** Aspect Ratio */
            aspect_ratio: number;
            /** Clipped Bright */
            clipped_bright: number;
            /** Clipped Dark */
            clipped_dark: number;
            /** Contrast */
            contrast: number;
            /** Entropy */
            entropy: number;
            /** Focus */
            focus: number | null;
            /** Longest Side */
            longest_side: number;
            /** Luma */
            luma: number;
            /** Plain Share */
            plain_share: number;
            /** Sharpness */
            sharpness: number;
            /** Shortest Side */
            shortest_side: number;
        };
        /**
         * QualityOut
         * @description The searchable images of a dataset, null for the whole tenant. `passed` fail no check.
         */
        QualityOut: {
            /** Checks */
            checks: components["schemas"]["CheckOut"][];
            /** Dataset Id */
            dataset_id: string | null;
            /** Images */
            images: number;
            /**
             * Not Looked At
             * @description Taken in before there were checks; a daily job looks at them.
             */
            not_looked_at: number;
            /** Passed */
            passed: number;
        };
        /**
         * QueryIn
         * @description A query, as it was asked: words, an image that is here, or the SHA-256 of a file; exactly one.
         */
        QueryIn: {
            /** Image Id */
            image_id?: string | null;
            /** Sha256 */
            sha256?: string | null;
            /** Text Query */
            text_query?: string | null;
        };
        /**
         * QueryOut
         * @description The query: its words, or the SHA-256 of the picture and the image that has this content now, if there is one.
         */
        QueryOut: {
            /** Image Id */
            image_id: string | null;
            /** Sha256 */
            sha256: string | null;
            /** Text Query */
            text_query: string | null;
        };
        /**
         * QueueName
         * @description One queue per worker process.
         * @enum {string}
         */
        QueueName: "interactive" | "batch";
        /**
         * RenameIn
         * @description The cluster's name; null gives it back the vocabulary's.
         */
        RenameIn: {
            /** Name */
            name: string | null;
        };
        /**
         * ResolutionIn
         * @description Which groups, and what to keep of each. Without `group_ids`, all undecided groups that the other fields pass.
         */
        ResolutionIn: {
            /** Dataset Id */
            dataset_id?: string | null;
            /** Group Ids */
            group_ids?: string[] | null;
            /**
             * Merge Tags
             * @default true
             */
            merge_tags: boolean;
            /** Row Versions */
            row_versions?: {
                [key: string]: number;
            };
            /**
             * Rule
             * @description What to keep: {keep: …} and what that goes by; docs/API.md has the list.
             */
            rule: {
                [key: string]: unknown;
            };
            /** Tag */
            tag?: string | null;
            /**
             * Tiers
             * @default []
             */
            tiers: components["schemas"]["Tier"][];
        };
        /**
         * ResolutionPreviewOut
         * @description The numbers of a rule, with the first groups that it resolves and the first that it leaves alone.
         */
        ResolutionPreviewOut: {
            /** Abstained */
            abstained: number;
            /** Abstained Samples */
            abstained_samples: components["schemas"]["PlannedGroupOut"][];
            /** Groups */
            groups: number;
            /** Resolved */
            resolved: number;
            /** Samples */
            samples: components["schemas"]["PlannedGroupOut"][];
            /** Trashed */
            trashed: number;
            /** Trashed Bytes */
            trashed_bytes: number;
        };
        /**
         * ReviewIn
         * @description What the image is, in the eyes of whoever sends this.
         */
        ReviewIn: {
            /** Note */
            note?: string | null;
            verdict: components["schemas"]["Verdict-Input"];
        };
        /**
         * ReviewOut
         * @description One person's word; `turn` counts what this person said of the image. A word taken back has no verdict.
         */
        ReviewOut: {
            /** Note */
            note: string | null;
            /**
             * Reviewed At
             * Format: date-time
             */
            reviewed_at: string;
            /**
             * Reviewer
             * Format: uuid
             */
            reviewer: string;
            /** Turn */
            turn: number;
            verdict: components["schemas"]["catalog__anomalies__model__Verdict"] | null;
        };
        /**
         * ReviewProgressOut
         * @description How far people are with what `method` flags. `left` are judged by nobody, `tonight` those of them in the budget.
         *
         *     `by_reviewer` is by user id. `agreement` is Cohen's kappa, −1..1, over `pairs` of people who judged the same image;
         *     null without one.
         */
        ReviewProgressOut: {
            /** Agreement */
            agreement: number | null;
            /** Budget */
            budget: number;
            /** By Reviewer */
            by_reviewer: {
                [key: string]: number;
            };
            /** By Verdict */
            by_verdict: {
                [key: string]: number;
            };
            /** Flagged */
            flagged: number;
            /** Left */
            left: number;
            method: components["schemas"]["Method"];
            /** Pairs */
            pairs: number;
            /** Reviewed */
            reviewed: number;
            /** Tonight */
            tonight: number;
        };
        /**
         * ReviewsOut
         * @description All that was ever said of an image in a dataset, the newest first.
         */
        ReviewsOut: {
            /** Reviews */
            reviews: components["schemas"]["ReviewOut"][];
        };
        /**
         * Role
         * @description What a user may do; each role may do what the ones before it may.
         * @enum {string}
         */
        Role: "viewer" | "editor" | "admin";
        /**
         * ScoreOut
         * @description One method's score as measured (higher is odder), and its place in the run: percentile 0..100 and robust z.
         */
        ScoreOut: {
            /** Percentile */
            percentile: number;
            /** Robust Z */
            robust_z: number;
            /** Score */
            score: number;
        };
        /**
         * ScoringOut
         * @description A scoring that was asked for, and where to see how far it is.
         */
        ScoringOut: {
            /**
             * Job Id
             * Format: uuid
             */
            job_id: string;
            /** Progress Url */
            progress_url: string;
            /** Status Url */
            status_url: string;
        };
        /**
         * SearchOut
         * @description Hits, best first, and the vector space that they were found in.
         *
         *     `crops_compared` is false unless crops were asked for and some image that the filter passes has them.
         */
        SearchOut: {
            /** Crops Compared */
            crops_compared: boolean;
            examples: components["schemas"]["ExamplesOut"];
            /** Hits */
            hits: components["schemas"]["HitOut"][];
            /** Model Name */
            model_name: string;
            /** Model Version */
            model_version: string;
            /** Vector Name */
            vector_name: string;
        };
        /**
         * Side
         * @description On which side of its threshold a measure fails.
         * @enum {string}
         */
        Side: "below" | "above";
        /**
         * Source
         * @description By which door an image came in.
         * @enum {string}
         */
        Source: "upload" | "api" | "batch";
        /**
         * SplitIn
         * @description Part the group between its two least alike members.
         */
        SplitIn: {
            /** Row Version */
            row_version?: number | null;
        };
        /**
         * Status
         * @description Where a scoring stands; nothing follows the last two.
         * @enum {string}
         */
        Status: "scoring" | "complete" | "error";
        /**
         * SuggestionOut
         * @description Which image to keep and why, by image id; `keeper_id` is null when that is not clear, and `why_not` says why.
         */
        SuggestionOut: {
            /** Keeper Id */
            keeper_id: string | null;
            /** Reasons */
            reasons: {
                [key: string]: string[];
            };
            /** Scores */
            scores: {
                [key: string]: number;
            };
            /** Why Not */
            why_not: string | null;
        };
        /**
         * TagsIn
         * @description Tags that all members of the groups get, and tags that they lose.
         */
        TagsIn: {
            /**
             * Add
             * @default []
             */
            add: string[];
            /** Dataset Id */
            dataset_id?: string | null;
            /** Group Ids */
            group_ids: string[];
            /**
             * Remove
             * @default []
             */
            remove: string[];
        };
        /**
         * ThresholdIn
         * @description The threshold that the kept groups are to have.
         */
        ThresholdIn: {
            /** Threshold */
            threshold: number;
        };
        /**
         * Tier
         * @description How two images are alike, the closest first.
         *
         *     T0: the same bytes. T1: the same pixels. T2: pHash and cosine. T3: turned or mirrored. T4: by embedding only, a
         *     variant, which is never resolved by itself.
         * @enum {string}
         */
        Tier: "T0" | "T1" | "T2" | "T3" | "T4";
        /**
         * TokenOut
         * @description An access token and for how many seconds it is good.
         */
        TokenOut: {
            /** Access Token */
            access_token: string;
            /** Expires In */
            expires_in: number;
            /**
             * Token Type
             * @default bearer
             * @constant
             */
            token_type: "bearer";
        };
        /**
         * Verdict
         * @description What a person says of an image that was put before them.
         * @enum {string}
         */
        "Verdict-Input": "normal" | "defect" | "unsure";
        /**
         * VerdictIn
         * @description What the group's members are to one another. With `row_version`, only of the group as it was looked at.
         */
        VerdictIn: {
            /** Note */
            note?: string | null;
            /** Row Version */
            row_version?: number | null;
            verdict: components["schemas"]["Decision"];
        };
        /**
         * WorstOut
         * @description The two members that are least alike.
         */
        WorstOut: {
            /** High Id */
            high_id: string;
            /** Low Id */
            low_id: string;
            /** Similarity */
            similarity: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    who_am_i: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renew_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_near_duplicates: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                threshold?: number | null;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    detect_near_duplicates: {
        parameters: {
            query?: {
                max_hamming?: number;
                threshold?: number | null;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetectionOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_near_duplicates_histogram: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistogramOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_near_duplicates: {
        parameters: {
            query: {
                threshold: number;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watch_near_duplicates: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string | null;
            };
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events named `progress`, until the detection is complete or has failed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** Groups Found */
                        groups_found: number;
                        /** Message */
                        message: string;
                        /** Progress */
                        progress: number;
                        /** Scanned */
                        scanned: number;
                        status: components["schemas"]["Status"];
                        /** Total */
                        total: number;
                    };
                };
            };
            /** @description The event that Last-Event-ID names was the last one. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    regroup_near_duplicates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThresholdIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway__duplicates__finding_schemas__RunOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_review_batches: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchesOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_review_batch: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchDetailOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_review_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; `outcomes` says what became of the groups. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
            /** @description Its job (`job_id`) is at work. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_picture: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Phash */
                    phash?: string | null;
                    /** Sha256 */
                    sha256?: string | null;
                };
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_duplicate_groups: {
        parameters: {
            query?: {
                cursor?: string | null;
                dataset_id?: string | null;
                image_id?: string | null;
                limit?: number;
                sort?: string;
                status?: components["schemas"]["GroupStatus"][];
                tag?: string | null;
                tier?: components["schemas"]["Tier"][];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupsOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_duplicate_groups: {
        parameters: {
            query?: {
                /** @description Without it, the groups of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_duplicate_groups_as_json: {
        parameters: {
            query?: {
                /** @description Without it, the groups of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_duplicate_group: {
        parameters: {
            query?: {
                /** @description Without it, the groups of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    split_duplicate_group: {
        parameters: {
            query?: {
                /** @description Without it, the groups of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    judge_duplicate_group: {
        parameters: {
            query?: {
                /** @description Without it, the groups of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerdictIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    merge_duplicate_groups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tag_duplicate_groups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_duplicate_pairs: {
        parameters: {
            query?: {
                /** @description Without it, the groups of the whole tenant. */
                dataset_id?: string | null;
                evidence?: boolean;
                threshold?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_duplicates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolutionIn"];
            };
        };
        responses: {
            /** @description Done; `items` says what became of each group. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchDetailOut"];
                };
            };
            /** @description Its job (`job_id`) is at work. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchDetailOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_resolution: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolutionIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResolutionPreviewOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_feedback: {
        parameters: {
            query?: {
                cursor?: string | null;
                image_id?: string | null;
                limit?: number;
                query?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_feedback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_feedback_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                feedback_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_hard_negatives: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                max_rank?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HardNegativesOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_triplets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_images: {
        parameters: {
            query?: {
                cursor?: string | null;
                filter?: string | null;
                limit?: number;
                sort?: string;
                state?: components["schemas"]["ImageState"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_image: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Body_add_image"];
            };
        };
        responses: {
            /** @description These bytes were here already; tags were merged. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestOut"];
                };
            };
            /** @description Kept; it becomes searchable by itself. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_image: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageDetailOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watch_image: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string | null;
            };
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events named `state`, until one is final. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description The event that Last-Event-ID names was the last one. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ingest_image: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngestIn"];
            };
        };
        responses: {
            /** @description These bytes were here already; tags were merged. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestOut"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestOut"];
                };
            };
            /** @description Kept; it becomes searchable by itself. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    presign_upload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresignOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                cursor?: string | null;
                kind?: components["schemas"]["JobKind"] | null;
                limit?: number;
                state?: components["schemas"]["JobState"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPageOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetailOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watch_job: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string | null;
            };
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every change of the job, until it is over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description The event that Last-Event-ID names was the last one. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_near_duplicates_of_tenant: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                threshold?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    detect_near_duplicates_of_tenant: {
        parameters: {
            query?: {
                max_hamming?: number;
                threshold?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetectionOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_near_duplicates_histogram_of_tenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistogramOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_near_duplicates_of_tenant: {
        parameters: {
            query: {
                threshold: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watch_near_duplicates_of_tenant: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events named `progress`, until the detection is complete or has failed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** Groups Found */
                        groups_found: number;
                        /** Message */
                        message: string;
                        /** Progress */
                        progress: number;
                        /** Scanned */
                        scanned: number;
                        status: components["schemas"]["Status"];
                        /** Total */
                        total: number;
                    };
                };
            };
            /** @description The event that Last-Event-ID names was the last one. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    regroup_near_duplicates_of_tenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThresholdIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway__duplicates__finding_schemas__RunOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_anomalies: {
        parameters: {
            query?: {
                cursor?: string | null;
                dataset_id?: string | null;
                filter?: string | null;
                flagged?: boolean;
                limit?: number;
                method?: components["schemas"]["Method"];
                reviewed?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnomaliesOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_anomalies: {
        parameters: {
            query?: {
                dataset_id?: string | null;
                filter?: string | null;
                flagged?: boolean;
                method?: components["schemas"]["Method"];
                reviewed?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_anomaly: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
                /** @description Whose scores are meant. */
                method?: components["schemas"]["Method"];
            };
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnomalyOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    review_anomaly: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnomalyOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_back_anomaly_review: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnomalyOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_anomaly_reviews: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewsOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_anomaly_review_budget: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BudgetIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_anomaly_review_progress: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
                /** @description Whose scores are meant. */
                method?: components["schemas"]["Method"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewProgressOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_anomaly_run: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["gateway__anomalies__run_schemas__RunOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    score_anomalies: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoringOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watch_anomalies: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: {
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events named `progress`, until the scoring is complete or has failed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** Flagged */
                        flagged: number;
                        /** Message */
                        message: string;
                        /** Progress */
                        progress: number;
                        /** Scored */
                        scored: number;
                        status: components["schemas"]["Status"];
                        /** Total */
                        total: number;
                    };
                };
            };
            /** @description The event that Last-Event-ID names was the last one. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_quality: {
        parameters: {
            query?: {
                /** @description Without it, the images of the whole tenant. */
                dataset_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_clusterings: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusteringsOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cluster_images: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClusterIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_clustering: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                clustering_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusteringDetailOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_clustering: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clustering_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_cluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clustering_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_cluster_images: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                clustering_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembersOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_similar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Exact
                     * @default false
                     */
                    exact?: boolean;
                    /** Filter */
                    filter?: {
                        [key: string]: unknown;
                    } | null;
                    /** Hnsw Ef */
                    hnsw_ef?: number | null;
                    /** Image Id */
                    image_id?: string | null;
                    /**
                     * Include Payload
                     * @default true
                     */
                    include_payload?: boolean;
                    /**
                     * Limit
                     * @default 20
                     */
                    limit?: number;
                    /**
                     * Negative Ids
                     * @default []
                     */
                    negative_ids?: string[];
                    /**
                     * Offset
                     * @default 0
                     */
                    offset?: number;
                    /** Phash Gate */
                    phash_gate?: number | null;
                    /**
                     * Positive Ids
                     * @default []
                     */
                    positive_ids?: string[];
                    /** Score Threshold */
                    score_threshold?: number | null;
                    /** Text Query */
                    text_query?: string | null;
                    /**
                     * Use Crops
                     * @default false
                     */
                    use_crops?: boolean;
                    /**
                     * Use Feedback
                     * @default false
                     */
                    use_feedback?: boolean;
                };
                "multipart/form-data": {
                    /**
                     * Exact
                     * @default false
                     */
                    exact?: boolean;
                    /** Format: binary */
                    file: string;
                    /** Filter */
                    filter?: {
                        [key: string]: unknown;
                    } | null;
                    /** Hnsw Ef */
                    hnsw_ef?: number | null;
                    /**
                     * Include Payload
                     * @default true
                     */
                    include_payload?: boolean;
                    /**
                     * Limit
                     * @default 20
                     */
                    limit?: number;
                    /**
                     * Negative Ids
                     * @default []
                     */
                    negative_ids?: string[];
                    /**
                     * Offset
                     * @default 0
                     */
                    offset?: number;
                    /** Phash Gate */
                    phash_gate?: number | null;
                    /**
                     * Positive Ids
                     * @default []
                     */
                    positive_ids?: string[];
                    /** Score Threshold */
                    score_threshold?: number | null;
                    /**
                     * Use Crops
                     * @default false
                     */
                    use_crops?: boolean;
                    /**
                     * Use Feedback
                     * @default false
                     */
                    use_feedback?: boolean;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchOut"];
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_thumbnail: {
        parameters: {
            query: {
                expires: number;
                signature: string;
            };
            header?: never;
            path: {
                sha256: string;
                side: number;
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": unknown;
                };
            };
            /** @description Not made yet, or not a URL of ours. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    is_alive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    is_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description A dependency does not answer (each is named), or it stops. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem; the status says which kind. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
