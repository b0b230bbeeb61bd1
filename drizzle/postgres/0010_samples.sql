CREATE TABLE "samples" (
	"at" timestamp (3) with time zone NOT NULL,
	"process" text NOT NULL,
	"figures" jsonb NOT NULL,
	CONSTRAINT "samples_at_process_pk" PRIMARY KEY("at","process")
);
