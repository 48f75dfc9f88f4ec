-- code: hall_within_thirty
-- name: Chờ không quá ba mươi phút
-- counts: Trong các số đã được gọi hoặc bỏ về: bao nhiêu được gọi trong ba mươi phút từ lúc lấy số, hoặc từ giờ đã đặt lịch.
-- met: Trong ba mươi phút
-- unmet: Lâu hơn, hoặc bỏ về khi chưa được gọi
-- of: số
-- source: Mức do chúng tôi chọn, không phải của luật
-- better: up
-- facts: tickets
-- cases: tickets
-- power: units.oversee
-- small: shown
SELECT unit, day, kind AS part, ticket AS subject,
  CASE WHEN called = 1 AND waited_seconds <= 1800 THEN 1 ELSE 0 END AS numerator, 1 AS denominator
FROM fact_tickets
WHERE called = 1 OR gone = 1
