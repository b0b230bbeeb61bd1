"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { renameFields } from "#app/admin/_list/rename-fields.ts";
import { addCouponCodes } from "#domain/coupons/add-coupon-codes.ts";
import { createCoupon } from "#domain/coupons/create-coupon.ts";
import { editCoupon } from "#domain/coupons/edit-coupon.ts";
import { endCoupon } from "#domain/coupons/end-coupon.ts";
import { CouponEdit, Id, NewCodes, NewCoupon } from "./inputs.ts";

const FIELDS = { percentPpm: "value", amountMinor: "value", minimumMinor: "minimum", code: "coupon" };

export const createCouponAction = action(NewCoupon, async ({ write }, fields) => {
  const { id } = await renameFields(FIELDS, () => write((ctx) => createCoupon(ctx, fields)));
  await redirectDone(`/admin/coupons/${id}`, "coupon-created");
});

export const editCouponAction = action(CouponEdit, async ({ write }, fields) => {
  await renameFields(FIELDS, () => write((ctx) => editCoupon(ctx, fields)));
  await redirectDone(`/admin/coupons/${fields.couponId}`, "saved");
});

export const endCouponAction = action(z.object({ couponId: Id }), async ({ write }, { couponId }) => {
  await write((ctx) => endCoupon(ctx, { couponId }));
  await redirectDone(`/admin/coupons/${couponId}`, "coupon-ended");
});

export const addCouponCodesAction = action(NewCodes, async ({ write }, wanted) => {
  await write((ctx) => addCouponCodes(ctx, wanted));
  await redirectDone(`/admin/coupons/${wanted.couponId}`, "coupon-codes-added");
});
