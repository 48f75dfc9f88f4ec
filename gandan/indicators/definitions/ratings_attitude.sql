-- code: ratings_attitude
-- name: Hài lòng với thái độ phục vụ
-- counts: Trong các câu trả lời về thái độ phục vụ: bao nhiêu là hài lòng hoặc rất hài lòng.
-- met: Hài lòng
-- unmet: Chưa hài lòng
-- of: câu trả lời
-- source: Nghị định 118/2025/NĐ-CP, Đ.33 điểm đ
-- better: up
-- facts: ratings
-- cases: none
-- power: ratings.read
-- small: hidden
SELECT unit, month AS day, question AS part, '' AS subject,
  CASE WHEN good = 1 THEN answers ELSE 0 END AS numerator, answers AS denominator
FROM fact_ratings
WHERE question = 'attitude' AND good IS NOT NULL
