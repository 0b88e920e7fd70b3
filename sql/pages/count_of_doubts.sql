SELECT COUNT(*) AS doubts
FROM doubts
