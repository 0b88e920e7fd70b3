// Offers each picture as PNG too, drawn from its SVG at three times its size, because most editors take no SVG.
"use strict";

for (const link of document.querySelectorAll("a[data-picture]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "PNG";
  button.addEventListener("click", async () => {
    const picture = new Image();
    picture.src = link.href;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = picture.naturalWidth * 3;
    canvas.height = picture.naturalHeight * 3;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      const saved = document.createElement("a");
      saved.href = URL.createObjectURL(blob);
      saved.download = link.href.replace(/^.*\//, "").replace(/svg$/, "png");
      saved.click();
      setTimeout(() => URL.revokeObjectURL(saved.href), 60_000);
    });
  });
  link.after(" · ", button);
}
