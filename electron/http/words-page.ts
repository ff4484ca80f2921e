/** A page of plain words in both languages, for when the screens themselves cannot be shown. */
export function wordsPage(indonesian: string, english: string): string {
  return `<!doctype html>
<html lang="id">
<head><meta charset="utf-8"><title>Batchline</title></head>
<body>
<h1>Batchline</h1>
<p>${indonesian}</p>
<p lang="en">${english}</p>
<p><a href="/">Batchline</a></p>
</body>
</html>
`;
}
