CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`expires_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "api_tokens_name_length" CHECK(length("api_tokens"."name") <= 100)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_token` ON `api_tokens` (`token_hash`);--> statement-breakpoint
CREATE INDEX `api_tokens_by_user` ON `api_tokens` (`user_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `identities` (
	`id` text PRIMARY KEY NOT NULL,
	`provider` text NOT NULL,
	`subject` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `identities_provider_subject` ON `identities` (`provider`,`subject`);--> statement-breakpoint
CREATE INDEX `identities_by_user` ON `identities` (`user_id`);--> statement-breakpoint
CREATE TABLE `login_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`purpose` text NOT NULL,
	`code_hash` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_path` text,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "login_codes_purpose" CHECK("login_codes"."purpose" in ('sign_in', 'verify', 'reset', 'owner'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `login_codes_by_user` ON `login_codes` (`user_id`,`purpose`,`created_at`);--> statement-breakpoint
CREATE INDEX `login_codes_by_hash` ON `login_codes` (`code_hash`);--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`key` text NOT NULL,
	`window_start` integer NOT NULL,
	`hits` integer NOT NULL,
	PRIMARY KEY(`key`, `window_start`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `rate_limits_by_window` ON `rate_limits` (`window_start`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`user_id` text NOT NULL,
	`agent` text DEFAULT '' NOT NULL,
	`address` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `user_roles` (
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`granted_at` integer NOT NULL,
	`granted_by` text,
	PRIMARY KEY(`user_id`, `role`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "user_roles_role" CHECK("user_roles"."role" in ('student', 'instructor', 'support', 'finance', 'admin', 'owner'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `user_roles_by_role` ON `user_roles` (`role`,`user_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text,
	`locale` text DEFAULT 'en' NOT NULL,
	`timezone` text DEFAULT 'UTC' NOT NULL,
	`calendar_key_hash` text,
	`verified_at` integer,
	`disabled_at` integer,
	`created_at` integer NOT NULL,
	CONSTRAINT "users_email_length" CHECK(length("users"."email") <= 254),
	CONSTRAINT "users_name_length" CHECK(length("users"."name") <= 200)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_calendar_key` ON `users` (`calendar_key_hash`);--> statement-breakpoint
CREATE INDEX `users_by_created` ON `users` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `users_by_name` ON `users` (`name`,`id`);--> statement-breakpoint
CREATE TABLE `cohorts` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`name` text NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`starts_at` integer,
	`ends_at` integer,
	`timezone` text NOT NULL,
	`place` text DEFAULT '' NOT NULL,
	`capacity` integer,
	`held` integer DEFAULT 0 NOT NULL,
	`taken` integer DEFAULT 0 NOT NULL,
	`price_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`opens_at` integer,
	`closes_at` integer,
	`access_days` integer,
	`waiting_list` integer DEFAULT true NOT NULL,
	`source` text,
	`external_key` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cohorts_state" CHECK("cohorts"."state" in ('open', 'cancelled')),
	CONSTRAINT "cohorts_held" CHECK("cohorts"."held" >= 0),
	CONSTRAINT "cohorts_taken" CHECK("cohorts"."taken" >= 0),
	CONSTRAINT "cohorts_seats" CHECK("cohorts"."capacity" is null or "cohorts"."held" + "cohorts"."taken" <= "cohorts"."capacity"),
	CONSTRAINT "cohorts_price" CHECK("cohorts"."price_minor" >= 0),
	CONSTRAINT "cohorts_currency" CHECK(length("cohorts"."currency") = 3),
	CONSTRAINT "cohorts_dates" CHECK("cohorts"."ends_at" is null or "cohorts"."starts_at" is null or "cohorts"."ends_at" >= "cohorts"."starts_at"),
	CONSTRAINT "cohorts_access" CHECK("cohorts"."access_days" is null or "cohorts"."access_days" > 0),
	CONSTRAINT "cohorts_name_length" CHECK(length("cohorts"."name") <= 200)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `cohorts_external` ON `cohorts` (`source`,`external_key`);--> statement-breakpoint
CREATE INDEX `cohorts_by_course` ON `cohorts` (`course_id`,`starts_at`);--> statement-breakpoint
CREATE INDEX `cohorts_by_start` ON `cohorts` (`starts_at`,`id`);--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `course_search` (
	`row` integer PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `course_search_course` ON `course_search` (`course_id`);--> statement-breakpoint
CREATE TABLE `course_staff` (
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`about` text DEFAULT '' NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`course_id`, `user_id`),
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `course_staff_by_user` ON `course_staff` (`user_id`);--> statement-breakpoint
CREATE TABLE `courses` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`summary` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`subject` text DEFAULT '' NOT NULL,
	`level` text DEFAULT 'any' NOT NULL,
	`language` text DEFAULT 'en' NOT NULL,
	`state` text DEFAULT 'draft' NOT NULL,
	`image_file_id` text,
	`source` text,
	`external_key` text,
	`published_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`image_file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "courses_state" CHECK("courses"."state" in ('draft', 'published', 'archived')),
	CONSTRAINT "courses_level" CHECK("courses"."level" in ('any', 'beginner', 'intermediate', 'advanced')),
	CONSTRAINT "courses_title_length" CHECK(length("courses"."title") <= 300),
	CONSTRAINT "courses_summary_length" CHECK(length("courses"."summary") <= 1000),
	CONSTRAINT "courses_description_length" CHECK(length("courses"."description") <= 50000),
	CONSTRAINT "courses_slug_length" CHECK(length("courses"."slug") <= 120)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `courses_slug` ON `courses` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `courses_external` ON `courses` (`source`,`external_key`);--> statement-breakpoint
CREATE INDEX `courses_by_title` ON `courses` (`state`,`title`,`id`);--> statement-breakpoint
CREATE INDEX `courses_by_subject` ON `courses` (`state`,`subject`,`title`,`id`);--> statement-breakpoint
CREATE INDEX `courses_by_created` ON `courses` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `files` (
	`id` text PRIMARY KEY NOT NULL,
	`sha256` text NOT NULL,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`is_public` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "files_size" CHECK("files"."size_bytes" >= 0),
	CONSTRAINT "files_name_length" CHECK(length("files"."name") <= 255)
) STRICT;
--> statement-breakpoint
CREATE INDEX `files_by_sha256` ON `files` (`sha256`);--> statement-breakpoint
CREATE TABLE `materials` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`body` text DEFAULT '' NOT NULL,
	`url` text DEFAULT '' NOT NULL,
	`file_id` text,
	`position` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "materials_kind" CHECK("materials"."kind" in ('text', 'link', 'file')),
	CONSTRAINT "materials_title_length" CHECK(length("materials"."title") <= 300),
	CONSTRAINT "materials_body_length" CHECK(length("materials"."body") <= 100000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `materials_by_course` ON `materials` (`course_id`,`position`,`id`);--> statement-breakpoint
CREATE TABLE `meetings` (
	`id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`title` text DEFAULT '' NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`place` text DEFAULT '' NOT NULL,
	`link` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "meetings_dates" CHECK("meetings"."ends_at" > "meetings"."starts_at"),
	CONSTRAINT "meetings_title_length" CHECK(length("meetings"."title") <= 300)
) STRICT;
--> statement-breakpoint
CREATE INDEX `meetings_by_cohort` ON `meetings` (`cohort_id`,`starts_at`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_type` text NOT NULL,
	`actor_id` text NOT NULL,
	`action` text NOT NULL,
	`object_type` text NOT NULL,
	`object_id` text NOT NULL,
	`before` text,
	`after` text,
	`request_id` text NOT NULL,
	`hash` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_log_by_object` ON `audit_log` (`object_type`,`object_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_by_actor` ON `audit_log` (`actor_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_by_action` ON `audit_log` (`action`,`seq`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`actor_id` text NOT NULL,
	`route` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`status` integer NOT NULL,
	`answer` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`actor_id`, `route`, `key`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `idempotency_keys_by_time` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `leases` (
	`job` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`until` integer NOT NULL,
	`last_run_at` integer,
	`last_outcome` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`recipient` text NOT NULL,
	`payload` text NOT NULL,
	`dedupe_key` text NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_try_at` integer NOT NULL,
	`last_error` text,
	`sent_at` integer,
	`created_at` integer NOT NULL,
	CONSTRAINT "outbox_state" CHECK("outbox"."state" in ('pending', 'sent', 'failed')),
	CONSTRAINT "outbox_attempts" CHECK("outbox"."attempts" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_dedupe` ON `outbox` (`kind`,`dedupe_key`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_try_at`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `outbox_by_created` ON `outbox` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_by_recipient` ON `outbox` (`recipient`,`created_at`);--> statement-breakpoint
CREATE TABLE `state_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`object_type` text NOT NULL,
	`object_id` text NOT NULL,
	`from_state` text,
	`to_state` text NOT NULL,
	`at` integer NOT NULL,
	`actor_type` text NOT NULL,
	`actor_id` text NOT NULL,
	`why` text DEFAULT '' NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `state_changes_by_object` ON `state_changes` (`object_type`,`object_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `access_events` (
	`id` text PRIMARY KEY NOT NULL,
	`student_id` text NOT NULL,
	`course_id` text NOT NULL,
	`material_id` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`material_id`) REFERENCES `materials`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `access_events_by_student` ON `access_events` (`student_id`,`course_id`,`at`);--> statement-breakpoint
CREATE INDEX `access_events_by_course` ON `access_events` (`course_id`,`at`);--> statement-breakpoint
CREATE TABLE `enrolments` (
	`id` text PRIMARY KEY NOT NULL,
	`student_id` text NOT NULL,
	`cohort_id` text NOT NULL,
	`course_id` text NOT NULL,
	`order_line_id` text,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`activated_at` integer,
	`ended_at` integer,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enrolments_state" CHECK("enrolments"."state" in ('pending', 'active', 'suspended', 'completed', 'cancelled', 'revoked'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolments_one_live` ON `enrolments` (`cohort_id`,`student_id`) WHERE state not in ('cancelled', 'revoked');--> statement-breakpoint
CREATE INDEX `enrolments_by_student` ON `enrolments` (`student_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `enrolments_by_cohort` ON `enrolments` (`cohort_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `enrolments_by_line` ON `enrolments` (`order_line_id`);--> statement-breakpoint
CREATE INDEX `enrolments_by_created` ON `enrolments` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `enrolments_by_state` ON `enrolments` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`student_id` text NOT NULL,
	`course_id` text NOT NULL,
	`enrolment_id` text,
	`why` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer,
	`revoked_at` integer,
	`revoked_why` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "grants_why" CHECK("grants"."why" in ('enrolment', 'gift', 'renewal', 'staff')),
	CONSTRAINT "grants_dates" CHECK("grants"."ends_at" is null or "grants"."ends_at" >= "grants"."starts_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `grants_by_student` ON `grants` (`student_id`,`course_id`);--> statement-breakpoint
CREATE INDEX `grants_by_course` ON `grants` (`course_id`);--> statement-breakpoint
CREATE INDEX `grants_by_enrolment` ON `grants` (`enrolment_id`);--> statement-breakpoint
CREATE TABLE `holds` (
	`id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`order_line_id` text,
	`waiting_id` text,
	`state` text NOT NULL,
	`until` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "holds_state" CHECK("holds"."state" in ('held', 'taken', 'released'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `holds_one_live_line` ON `holds` (`order_line_id`) WHERE state = 'held';--> statement-breakpoint
CREATE UNIQUE INDEX `holds_one_live_offer` ON `holds` (`waiting_id`) WHERE state = 'held';--> statement-breakpoint
CREATE INDEX `holds_by_cohort` ON `holds` (`cohort_id`,`state`);--> statement-breakpoint
CREATE INDEX `holds_to_release` ON `holds` (`until`) WHERE state = 'held';--> statement-breakpoint
CREATE TABLE `journals` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`source_type` text NOT NULL,
	`source_id` text NOT NULL,
	`hash` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `journals_id` ON `journals` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `journals_source` ON `journals` (`source_type`,`source_id`,`kind`);--> statement-breakpoint
CREATE INDEX `journals_by_time` ON `journals` (`at`);--> statement-breakpoint
CREATE TABLE `order_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`cohort_id` text NOT NULL,
	`quantity` integer DEFAULT 1 NOT NULL,
	`unit_minor` integer NOT NULL,
	`discount_minor` integer DEFAULT 0 NOT NULL,
	`tax_minor` integer DEFAULT 0 NOT NULL,
	`total_minor` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_lines_quantity" CHECK("order_lines"."quantity" > 0),
	CONSTRAINT "order_lines_total" CHECK("order_lines"."total_minor" = "order_lines"."unit_minor" * "order_lines"."quantity" - "order_lines"."discount_minor"),
	CONSTRAINT "order_lines_amounts" CHECK("order_lines"."total_minor" >= 0 and "order_lines"."unit_minor" >= 0 and "order_lines"."discount_minor" >= 0 and "order_lines"."tax_minor" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `order_lines_by_order` ON `order_lines` (`order_id`);--> statement-breakpoint
CREATE INDEX `order_lines_by_cohort` ON `order_lines` (`cohort_id`);--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`buyer_id` text NOT NULL,
	`state` text NOT NULL,
	`currency` text NOT NULL,
	`total_minor` integer NOT NULL,
	`expires_at` integer,
	`paid_at` integer,
	`cancelled_at` integer,
	`cancel_reason` text,
	`attention` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`buyer_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "orders_state" CHECK("orders"."state" in ('draft', 'awaiting_payment', 'paid', 'expired', 'cancelled')),
	CONSTRAINT "orders_total" CHECK("orders"."total_minor" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_code` ON `orders` (`code`);--> statement-breakpoint
CREATE INDEX `orders_by_buyer` ON `orders` (`buyer_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `orders_by_created` ON `orders` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_by_state` ON `orders` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_to_expire` ON `orders` (`expires_at`) WHERE state = 'awaiting_payment';--> statement-breakpoint
CREATE INDEX `orders_attention` ON `orders` (`created_at`) WHERE attention is not null;--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`provider` text NOT NULL,
	`state` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`reference` text,
	`idempotency_key` text NOT NULL,
	`checkout_url` text,
	`failure` text,
	`expires_at` integer,
	`settled_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payments_state" CHECK("payments"."state" in ('created', 'pending', 'settled', 'failed', 'cancelled', 'expired')),
	CONSTRAINT "payments_provider" CHECK("payments"."provider" in ('sandbox', 'stripe', 'bank')),
	CONSTRAINT "payments_amount" CHECK("payments"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_reference` ON `payments` (`provider`,`reference`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_idempotency` ON `payments` (`idempotency_key`);--> statement-breakpoint
CREATE INDEX `payments_by_order` ON `payments` (`order_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `payments_by_state` ON `payments` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `payments_by_created` ON `payments` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `postings` (
	`id` text PRIMARY KEY NOT NULL,
	`journal_seq` integer NOT NULL,
	`account` text NOT NULL,
	`detail` text DEFAULT '' NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	FOREIGN KEY (`journal_seq`) REFERENCES `journals`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "postings_account" CHECK("postings"."account" in ('clearing', 'customer_funds', 'revenue', 'fees')),
	CONSTRAINT "postings_amount" CHECK("postings"."amount_minor" <> 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `postings_by_journal` ON `postings` (`journal_seq`);--> statement-breakpoint
CREATE INDEX `postings_by_account` ON `postings` (`account`,`currency`,`detail`);--> statement-breakpoint
CREATE TABLE `provider_events` (
	`id` text PRIMARY KEY NOT NULL,
	`provider` text NOT NULL,
	`event_id` text NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	`outcome` text NOT NULL,
	`received_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `provider_events_event` ON `provider_events` (`provider`,`event_id`);--> statement-breakpoint
CREATE INDEX `provider_events_by_time` ON `provider_events` (`received_at`,`id`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`state` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`reason` text NOT NULL,
	`reference` text,
	`failure` text,
	`requested_by` text,
	`created_at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refunds_state" CHECK("refunds"."state" in ('requested', 'submitted', 'done', 'failed', 'external')),
	CONSTRAINT "refunds_amount" CHECK("refunds"."amount_minor" > 0),
	CONSTRAINT "refunds_reason_length" CHECK(length("refunds"."reason") <= 1000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `refunds_by_payment` ON `refunds` (`payment_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `refunds_by_state` ON `refunds` (`state`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `refunds_reference` ON `refunds` (`payment_id`,`reference`);--> statement-breakpoint
CREATE TABLE `waiting_list` (
	`id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`student_id` text NOT NULL,
	`state` text NOT NULL,
	`since` integer NOT NULL,
	`hold_id` text,
	`offer_expires_at` integer,
	`decided_at` integer,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`hold_id`) REFERENCES `holds`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "waiting_list_state" CHECK("waiting_list"."state" in ('waiting', 'offered', 'accepted', 'declined', 'lapsed', 'left'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `waiting_list_one_live` ON `waiting_list` (`cohort_id`,`student_id`) WHERE state in ('waiting', 'offered');--> statement-breakpoint
CREATE INDEX `waiting_list_in_order` ON `waiting_list` (`cohort_id`,`state`,`since`,`id`);--> statement-breakpoint
CREATE INDEX `waiting_list_by_student` ON `waiting_list` (`student_id`,`state`);--> statement-breakpoint
CREATE INDEX `waiting_list_to_lapse` ON `waiting_list` (`offer_expires_at`) WHERE state = 'offered';--> statement-breakpoint
CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`file_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `ticket_messages`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "attachments_name_length" CHECK(length("attachments"."name") <= 255)
) STRICT;
--> statement-breakpoint
CREATE INDEX `attachments_by_message` ON `attachments` (`message_id`);--> statement-breakpoint
CREATE INDEX `attachments_by_file` ON `attachments` (`file_id`);--> statement-breakpoint
CREATE TABLE `ticket_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` text NOT NULL,
	`author_id` text,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`via` text DEFAULT 'web' NOT NULL,
	`mail_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ticket_messages_kind" CHECK("ticket_messages"."kind" in ('public', 'note', 'event')),
	CONSTRAINT "ticket_messages_via" CHECK("ticket_messages"."via" in ('web', 'mail', 'api')),
	CONSTRAINT "ticket_messages_body_length" CHECK(length("ticket_messages"."body") <= 20000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `ticket_messages_by_ticket` ON `ticket_messages` (`ticket_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`requester_id` text NOT NULL,
	`subject` text NOT NULL,
	`state` text NOT NULL,
	`priority` text DEFAULT 'normal' NOT NULL,
	`assignee_id` text,
	`about_type` text,
	`about_id` text,
	`merged_into_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`resolved_at` integer,
	FOREIGN KEY (`requester_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assignee_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tickets_state" CHECK("tickets"."state" in ('new', 'open', 'waiting_on_student', 'resolved', 'closed', 'merged')),
	CONSTRAINT "tickets_priority" CHECK("tickets"."priority" in ('low', 'normal', 'high', 'urgent')),
	CONSTRAINT "tickets_about" CHECK("tickets"."about_type" in ('order', 'course', 'enrolment', 'payment')),
	CONSTRAINT "tickets_about_whole" CHECK(("tickets"."about_type" is null) = ("tickets"."about_id" is null)),
	CONSTRAINT "tickets_subject_length" CHECK(length("tickets"."subject") <= 200)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_code` ON `tickets` (`code`);--> statement-breakpoint
CREATE INDEX `tickets_by_requester` ON `tickets` (`requester_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `tickets_by_state` ON `tickets` (`state`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_by_assignee` ON `tickets` (`assignee_id`,`state`,`updated_at`);--> statement-breakpoint
CREATE INDEX `tickets_by_updated` ON `tickets` (`updated_at`,`id`);