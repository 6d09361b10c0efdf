self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open('offline').then((cache) => cache.addAll(OFFLINE)));
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  if (!new URL(event.request.url).pathname.startsWith('/news/')) return;
  event.respondWith(
    (async () => {
      const response = await fetch(event.request);
      const cache = await caches.open('news');
      await cache.put(event.request, response.clone());
      return response;
    })(),
  );
});
