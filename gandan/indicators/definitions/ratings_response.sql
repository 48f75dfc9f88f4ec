-- code: ratings_response
-- name: Người dân trả lời đánh giá
-- counts: Trong các đường dẫn đánh giá đã đưa: bao nhiêu được trả lời.
-- met: Có trả lời
-- unmet: Không trả lời
-- of: đường dẫn
-- source: Nghị định 118/2025/NĐ-CP, Đ.33
-- better: up
-- facts: rating_links
-- cases: none
-- power: ratings.read
-- small: shown
SELECT unit, month AS day, '' AS part, '' AS subject, answered AS numerator, handed_out AS denominator
FROM fact_rating_links
