-- code: dossiers_on_time
-- name: Trả kết quả đúng hẹn
-- counts: Trong các hồ sơ đến ngày hẹn trong kỳ: bao nhiêu có kết quả trước hoặc đúng lúc hẹn. Hồ sơ chưa xong mà đã quá hẹn tính là trễ.
-- met: Đúng hẹn
-- unmet: Trễ hẹn
-- of: hồ sơ
-- source: Nghị định 118/2025/NĐ-CP, Đ.19; chỉ số tiến độ giải quyết
-- better: up
-- facts: dossiers
-- cases: dossiers
-- power: units.oversee
-- small: shown
SELECT unit, due_on AS day, procedure AS part, dossier AS subject, 1 - late AS numerator, 1 AS denominator
FROM fact_dossiers
WHERE fell_due = 1
