-- code: dossiers_reappointed
-- name: Phải xin lỗi, hẹn lại
-- counts: Trong các hồ sơ đến ngày hẹn trong kỳ: bao nhiêu đã phải xin lỗi và hẹn lại ngày trả. Đọc cùng chỉ số đúng hẹn.
-- met: Đã hẹn lại
-- unmet: Không phải hẹn lại
-- of: hồ sơ
-- source: Nghị định 118/2025/NĐ-CP, Đ.19 khoản 6
-- better: down
-- facts: dossiers
-- cases: dossiers
-- power: units.oversee
-- small: shown
SELECT unit, due_on AS day, procedure AS part, dossier AS subject,
  CASE WHEN reappointed > 0 THEN 1 ELSE 0 END AS numerator, 1 AS denominator
FROM fact_dossiers
WHERE fell_due = 1
