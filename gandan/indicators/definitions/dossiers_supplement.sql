-- code: dossiers_supplement
-- name: Phải bổ sung giấy tờ
-- counts: Trong các hồ sơ nộp trong kỳ: bao nhiêu đã bị yêu cầu bổ sung, tính ở nơi tiếp nhận.
-- met: Bị yêu cầu bổ sung
-- unmet: Không phải bổ sung
-- of: hồ sơ
-- source: Nghị định 118/2025/NĐ-CP, Đ.19 khoản 5
-- better: down
-- facts: dossiers
-- cases: dossiers
-- power: units.oversee
-- small: shown
SELECT receiving_unit AS unit, submitted_on AS day, procedure AS part, dossier AS subject,
  CASE WHEN supplements > 0 THEN 1 ELSE 0 END AS numerator, 1 AS denominator
FROM fact_dossiers
