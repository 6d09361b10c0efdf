function letters(size, from) {
  let text = '';
  while (text.length < size)
    text += `${from}:${Math.imul(from + text.length, 2654435761) >>> 0} note `;
  return text.slice(0, size);
}

function noise(size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  return bytes;
}

function store(records) {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open('account', 1);
    open.onerror = () => reject(open.error);
    open.onupgradeneeded = () => open.result.createObjectStore('records');
    open.onsuccess = () => {
      const write = open.result.transaction('records', 'readwrite', { durability: 'strict' });
      for (const { key, size, binary } of records) {
        const value = binary ? noise(size) : { title: `record ${key}`, body: letters(size, key) };
        write.objectStore('records').put(value, key);
      }
      write.oncomplete = () => resolve();
      write.onerror = () => reject(write.error);
    };
  });
}

const load = (path) => fetch(path).then((response) => response.arrayBuffer());

/** The first visit: everything that a site keeps. */
async function firstVisit() {
  await Promise.all(PLAN.resources.map(({ path }) => load(path)));
  PLAN.entries.forEach((size, i) => localStorage.setItem(`entry-${i}`, letters(size, i)));
  await store(PLAN.records);
  await navigator.serviceWorker.register('/worker.js');
  const { active } = await navigator.serviceWorker.ready;
  if (active.state === 'activated') return;
  await new Promise((resolve) => {
    active.onstatechange = () => active.state === 'activated' && resolve();
  });
}

/** A later one: some news, some notes about them. */
async function laterVisit(visit, news) {
  await navigator.serviceWorker.ready;
  await Promise.all(news.map(load));
  for (let i = 0; i < 3; i++) localStorage.setItem(`visit-${visit}-${i}`, letters(300, i));
  localStorage.setItem('entry-0', letters(200, visit));
  await store([
    { key: 0, size: 4000, binary: false },
    { key: 1000 + visit, size: 8000, binary: true },
  ]);
}
