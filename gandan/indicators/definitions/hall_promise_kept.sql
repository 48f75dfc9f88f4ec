-- code: hall_promise_kept
-- name: Gọi trước giờ đã hẹn ở nơi chờ
-- counts: Trong các số phải chờ: bao nhiêu được gọi trước giờ đã hẹn lúc lấy số. Lời hẹn được đặt để mười người thì chín người được gọi kịp.
-- met: Kịp giờ hẹn
-- unmet: Quá giờ hẹn
-- of: số
-- source: Lời hẹn chờ của chính nơi ấy
-- better: up
-- facts: waits
-- cases: tickets
-- power: units.oversee
-- small: shown
SELECT unit, day, kind AS part, ticket AS subject, kept AS numerator, 1 AS denominator
FROM fact_waits
WHERE kept IS NOT NULL
