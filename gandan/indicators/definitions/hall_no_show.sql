-- code: hall_no_show
-- name: Gọi mà vắng
-- counts: Trong các số đã được gọi: bao nhiêu vắng khi gọi.
-- met: Vắng khi gọi
-- unmet: Có mặt
-- of: số
-- source: Sổ gọi số của nơi chờ
-- better: down
-- facts: tickets
-- cases: tickets
-- power: units.oversee
-- small: shown
SELECT unit, day, kind AS part, ticket AS subject, no_show AS numerator, 1 AS denominator
FROM fact_tickets
WHERE called = 1
