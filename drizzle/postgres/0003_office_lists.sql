ALTER TABLE "provider_events" ADD COLUMN "payment_id" text;--> statement-breakpoint
CREATE INDEX "audit_log_by_time" ON "audit_log" USING btree ("at","seq");--> statement-breakpoint
CREATE INDEX "provider_events_by_payment" ON "provider_events" USING btree ("payment_id","received_at");