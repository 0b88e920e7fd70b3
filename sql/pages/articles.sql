-- Every article, what notes say of it, empty where none covers it, and whether it has a page.
SELECT
    a.*,
    b.* EXCLUDE (article, article_title),
    b.article IS NOT NULL AS there,
    t.key IS NOT NULL AS paged
FROM articles AS a
LEFT JOIN by_article AS b ON a.article = b.article
LEFT JOIN things AS t ON t.kind = 'Article' AND CAST(a.article AS VARCHAR) = t.key
ORDER BY a.article
