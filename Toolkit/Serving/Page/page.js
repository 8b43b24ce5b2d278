// Photos in, labels out. File names, labels and messages are only ever set as text; nothing here interprets them.

const photosAtOnce = 3;
const triesWhenBusy = 10;
const scoresShown = 5;
const keyName = 'mlresnet-api-key';

const byId = id => document.getElementById(id);
const percent = share => share > 0 && share < 0.0005 ? '< 0.1 %' : `${(share * 100).toFixed(1)} %`;
const many = (count, one, more = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : more}`;
const megabytes = bytes => `${+(bytes / 2 ** 20).toPrecision(3)} MB`;

/** Something that went wrong, in words for the person at the screen. */
class Problem extends Error {
  constructor(message, { passes = false } = {}) {
    super(message);
    this.passes = passes; // Whether it may be better the next time.
  }
}

// ---- The server

const server = {
  key: sessionStorage.getItem(keyName),
  declined: false, // The person did not want to give a key; do not ask again for each photo.
  asking: null,

  /** The answer to a request; waits for a server that is busy and asks for a key where one is wanted. Throws a Problem. */
  async ask(path, { body, signal, onBusy } = {}) {
    for (let tries = 1; ; tries++) {
      const key = this.key;
      const answer = await this.request(path, body, signal, key);
      if (answer.ok)
        return answer;
      if (answer.status === 401) {
        await this.otherKeyThan(key);
      } else if (answer.status === 503 && tries < triesWhenBusy) {
        const seconds = secondsToWait(answer.headers.get('Retry-After'));
        onBusy?.(seconds);
        await pause(seconds, signal);
      } else {
        throw new Problem(await reasonFor(answer), { passes: answer.status >= 500 });
      }
    }
  },

  async request(path, body, signal, key) {
    const headers = { Accept: 'application/json, image/png, application/problem+json' };
    if (body)
      headers['Content-Type'] = 'application/octet-stream'; // The server tells formats by their content.
    if (key)
      headers['X-Api-Key'] = key;
    try {
      return await fetch(path, { method: body ? 'POST' : 'GET', headers, body, signal, cache: 'no-store' });
    } catch (error) {
      throw signal?.aborted ? error : new Problem('The server did not answer. Is it still running?', { passes: true });
    }
  },

  /** Returns once there is a key that is not the refused one. Requests that are refused meanwhile share one dialog. */
  async otherKeyThan(refused) {
    if (this.key !== refused)
      return;
    if (this.declined)
      throw new Problem('This server asks for an API key.', { passes: true });
    this.asking ??= askForKey(refused !== null).finally(() => this.asking = null);
    this.key = await this.asking;
    if (this.key === null) {
      sessionStorage.removeItem(keyName);
      this.declined = true;
      throw new Problem('This server asks for an API key.', { passes: true });
    }
    sessionStorage.setItem(keyName, this.key);
  },
};

/** What Retry-After says, in seconds or as a date; between one second and half a minute. */
function secondsToWait(header) {
  const seconds = /^\d+$/.test(header ?? '') ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Math.min(30, Math.max(1, Math.ceil(seconds) || 1));
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}

/** The `detail` of a problem (RFC 9457); failing that, whatever else the answer says of itself. */
async function reasonFor(answer) {
  const problem = await answer.json().catch(() => null);
  return problem?.detail || problem?.title || `The server answered with ${answer.status} ${answer.statusText}`.trimEnd() + '.';
}

// ---- The model

let model = null;
let modelAsked = askForModel(); // Settles, whether or not there is an answer.

async function askForModel() {
  byId('again').hidden = true;
  try {
    const onBusy = () => byId('facts').textContent = 'The server is busy, or has no model yet; asking again …';
    model = await (await server.ask('model', { onBusy })).json();
    showModel();
  } catch (error) {
    byId('facts').textContent = error.message;
    byId('again').hidden = false;
  }
}

function showModel() {
  document.title = `${model.name} · MLResNet`;
  byId('name').textContent = model.name;

  const facts = [`${model.arch}, ${model.size} × ${model.size} pixels`];
  if (model.multi_label)
    facts.push('a photo may have several labels');
  if (model.accuracy !== null)
    facts.push(`${percent(model.accuracy)} accuracy`);
  byId('facts').textContent = facts.join(' · ');

  const labels = byId('labels');
  labels.hidden = false;
  labels.querySelector('summary').textContent = many(model.labels.length, 'label');
  labels.querySelector('ul').replaceChildren(...model.labels.map(label => {
    const item = document.createElement('li');
    item.dir = 'auto';
    item.textContent = label;
    return item;
  }));

  const { max_body_bytes: bytes, max_pixels: pixels } = model.limits;
  byId('limits').textContent =
    `JPEG, PNG, BMP or GIF, each up to ${megabytes(bytes)} and ${+(pixels / 1e6).toPrecision(3)} megapixels. ` +
    'Photos go to this server and nowhere else.';
}

byId('again').addEventListener('click', () => {
  server.declined = false;
  byId('choose').focus();
  modelAsked = askForModel();
});

// ---- Photos

const photos = new Set();
const queue = [];
let underWay = 0;

class Photo {
  #file;
  #element = byId('photo').content.firstElementChild.cloneNode(true);
  #leaving = new AbortController();
  #prediction = null;
  #heatMaps = new Map(); // Label -> address of its heat map.
  #explaining = null; // Ends the request for a heat map that is under way.
  #shown = null; // The label whose heat map lies over the photo.

  constructor(file) {
    this.#file = file;
    const name = this.name = file.name || 'Photo';
    const heading = this.#part('h3');
    heading.textContent = name;
    heading.title = name;

    const picture = this.#part('.picture');
    picture.setAttribute('aria-label', `Heat map of ${name}`);
    picture.addEventListener('click', () => this.#toggleHeat(this.#shown ?? this.#prediction.scores[0].label));

    const original = this.#part('.original');
    original.addEventListener('error', () => picture.classList.add('unseeable'));
    original.src = URL.createObjectURL(file);

    const remove = this.#part('.remove');
    remove.setAttribute('aria-label', `Remove ${name}`);
    remove.addEventListener('click', () => removeWithFocus(this));
    this.#part('.retry').addEventListener('click', () => {
      this.#part('.remove').focus(); // The button hides.
      server.declined = false;
      send(this);
    });
  }

  get element() { return this.#element; }

  get left() { return this.#leaving.signal.aborted; }

  wait() {
    this.#part('.error').hidden = this.#part('.retry').hidden = true;
    this.#work('Waiting …');
  }

  async classify() {
    const { signal } = this.#leaving;
    try {
      await modelAsked;
      await this.#check();
      this.#work('Looking …');
      const answer = await server.ask(`classify?top=${scoresShown}`, {
        body: this.#file,
        signal,
        onBusy: seconds => this.#work(`The server is busy; once more in ${many(seconds, 'second')} …`),
      });
      this.#show((await answer.json()).predictions[0]);
      if (model === null)
        modelAsked = askForModel();
    } catch (error) {
      if (!signal.aborted)
        this.#fail(error);
    } finally {
      this.#rest();
    }
  }

  leave() {
    this.#leaving.abort();
    this.#element.remove();
    for (const address of [this.#part('.original').src, ...this.#heatMaps.values()])
      URL.revokeObjectURL(address);
  }

  /** Finds out what needs no upload to be known. */
  async #check() {
    const limit = model?.limits.max_body_bytes ?? Infinity;
    if (this.#file.size > limit)
      throw new Problem(`This file has ${megabytes(this.#file.size)}; the server takes up to ${megabytes(limit)}.`);
    if (this.#file.size === 0)
      throw new Problem('This file is empty.');
    try {
      await this.#file.slice(0, 1).arrayBuffer();
    } catch {
      throw new Problem('This cannot be read. Has it moved, or is it a folder? Drop the photos themselves.');
    }
  }

  #show(prediction) {
    if (prediction.error)
      throw new Problem(prediction.error);
    this.#prediction = prediction;
    const { scores, labels } = prediction; // Labels: of a model with several labels a photo, those that apply.
    const verdict = this.#part('.verdict');
    const named = labels ?? [prediction.label];
    verdict.hidden = false;
    verdict.replaceChildren(...(named.length > 0 ? named.map(labelOf) : ['No label applies']));
    verdict.classList.toggle('none', named.length === 0);

    const list = this.#part('.scores');
    list.hidden = false;
    list.replaceChildren(...scores.map(({ label, score }) => {
      const item = byId('score').content.firstElementChild.cloneNode(true);
      item.querySelector('.label').textContent = label;
      item.querySelector('.percent').textContent = percent(score);
      item.querySelector('.bar i').style.width = `${score * 100}%`;
      item.querySelector('.applies').hidden = !labels?.includes(label);
      item.querySelector('button').addEventListener('click', () => this.#toggleHeat(label));
      return item;
    }));
    this.#part('.picture').disabled = false;
    say(`${this.name}: ${named.join(', ') || 'no label applies'}` +
      (labels ? '' : `, ${percent(prediction.score)}`));
  }

  #fail(error) {
    this.#tell(messageOf(error));
    this.#part('.retry').hidden = !error.passes;
  }

  // Heat maps

  async #toggleHeat(label) {
    this.#explaining?.abort();
    this.#explaining = null;
    this.#rest();
    if (this.#shown === label)
      return this.#showHeat(null);

    this.#part('.error').hidden = true;
    if (!this.#heatMaps.has(label) && !await this.#drawHeat(label))
      return;
    this.#showHeat(label);
  }

  /** Gets a label's heat map; false if that fails, which the card then says, or is no longer wanted. */
  async #drawHeat(label) {
    const explaining = this.#explaining = new AbortController();
    const { signal } = explaining;
    this.#leaving.signal.addEventListener('abort', () => explaining.abort(), { signal });
    server.declined = false;
    this.#work('Drawing the heat map …');
    try {
      const answer = await server.ask(`explain?label=${encodeURIComponent(label)}`, {
        body: this.#file,
        signal,
        onBusy: seconds => this.#work(`The server is busy; the heat map comes in ${many(seconds, 'second')} …`),
      });
      this.#heatMaps.set(label, URL.createObjectURL(await answer.blob()));
    } catch (error) {
      if (!signal.aborted)
        this.#tell(messageOf(error));
    } finally {
      if (this.#explaining === explaining) {
        this.#explaining = null;
        this.#rest();
      }
    }
    return !signal.aborted && this.#heatMaps.has(label);
  }

  #showHeat(label) {
    this.#shown = label;
    const heat = this.#part('.heat');
    const legend = this.#part('.legend');
    heat.hidden = legend.hidden = label === null;
    this.#part('.picture').setAttribute('aria-pressed', String(label !== null));
    for (const button of this.#element.querySelectorAll('.scores button'))
      button.setAttribute('aria-pressed', String(button.querySelector('.label').textContent === label));
    if (label === null)
      return;
    heat.src = this.#heatMaps.get(label);
    legend.querySelector('bdi').textContent = label;
    say(`${this.name}: the heat map for ${label} lies over the photo`);
  }

  // Words

  #part(selector) { return this.#element.querySelector(selector); }

  #work(state) {
    this.#element.setAttribute('aria-busy', 'true');
    this.#part('.state').textContent = state;
  }

  #rest() {
    this.#element.removeAttribute('aria-busy');
    this.#part('.state').textContent = '';
  }

  #tell(message) {
    const error = this.#part('.error');
    error.textContent = message;
    error.hidden = false;
    say(`${this.name}: ${message}`);
  }
}

function labelOf(text) {
  const label = document.createElement('bdi');
  label.textContent = text;
  return label;
}

function messageOf(error) {
  if (error instanceof Problem)
    return error.message;
  console.error(error);
  return 'The server gave an answer that this page does not understand.';
}

function add(files) {
  server.declined = false;
  const added = [...files].map(file => new Photo(file));
  byId('photos').prepend(...added.map(photo => photo.element)); // The newest on top, each lot in its own order.
  for (const photo of added) {
    photos.add(photo);
    send(photo);
  }
  count();
}

function send(photo) {
  photo.wait();
  queue.push(photo);
  sendNext();
}

function sendNext() {
  while (underWay < photosAtOnce && queue.length > 0) {
    const photo = queue.shift();
    if (photo.left)
      continue;
    underWay++;
    photo.classify().finally(() => {
      underWay--;
      sendNext();
    });
  }
}

function removeWithFocus(photo) {
  const neighbour = photo.element.nextElementSibling ?? photo.element.previousElementSibling;
  photos.delete(photo);
  photo.leave();
  count();
  (neighbour?.querySelector('.remove') ?? byId('choose')).focus();
}

function count() {
  byId('results').hidden = photos.size === 0;
  byId('count').textContent = photos.size;
  document.body.classList.toggle('has-photos', photos.size > 0);
}

byId('clear').addEventListener('click', () => {
  for (const photo of photos)
    photo.leave();
  photos.clear();
  count();
  byId('choose').focus();
});

/** Has a screen reader say it when it is done with what it says now. */
function say(text) {
  const log = byId('log');
  const line = document.createElement('p');
  line.textContent = text;
  log.append(line);
  while (log.childElementCount > 20)
    log.firstElementChild.remove();
}

// ---- Choosing, dropping, pasting

byId('choose').addEventListener('click', () => byId('files').click());
byId('files').addEventListener('change', event => {
  add(event.target.files);
  event.target.value = ''; // So that the same photo can be chosen again.
});

const hasFiles = event => event.dataTransfer?.types.includes('Files');
addEventListener('dragover', event => {
  if (!hasFiles(event))
    return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  document.body.classList.add('dragging');
});
addEventListener('dragleave', event => {
  if (event.relatedTarget === null) // Out of the window.
    document.body.classList.remove('dragging');
});
addEventListener('drop', event => {
  document.body.classList.remove('dragging');
  if (!hasFiles(event))
    return;
  event.preventDefault();
  add(event.dataTransfer.files);
});
addEventListener('paste', event => {
  if (event.clipboardData.files.length === 0)
    return;
  event.preventDefault();
  add(event.clipboardData.files);
});

// ---- Camera

const camera = {
  dialog: byId('camera'),
  video: document.querySelector('#camera video'),
  error: document.querySelector('#camera .error'),
  facing: 'environment',
  opening: 0, // Counts, so that a stream that arrives late is switched off again.

  /** Shows the button if there is a camera that the page may ask for. */
  async look() {
    const devices = await navigator.mediaDevices?.enumerateDevices?.().catch(() => []) ?? [];
    const cameras = devices.filter(device => device.kind === 'videoinput').length;
    byId('open-camera').hidden = cameras === 0;
    byId('turn').hidden = cameras < 2;
  },

  async open() {
    const opening = ++this.opening;
    this.stop();
    this.error.hidden = true;
    byId('shoot').disabled = true;
    if (!this.dialog.open)
      this.dialog.showModal();
    try {
      const stream = await navigator.mediaDevices.getUserMedia(
        { video: { facingMode: this.facing, width: { ideal: 1920 }, height: { ideal: 1080 } }, audio: false });
      if (opening !== this.opening || !this.dialog.open)
        return stop(stream);
      this.video.srcObject = stream;
      await this.video.play();
      byId('shoot').disabled = false;
      byId('shoot').focus();
      this.look(); // Once allowed, a browser tells of all cameras.
    } catch (error) {
      if (opening !== this.opening)
        return;
      this.error.hidden = false;
      this.error.textContent = error.name === 'NotAllowedError'
        ? 'The browser does not let this page use the camera. Its settings for this site can allow it.'
        : 'The camera gives no picture. Does another program use it?';
    }
  },

  stop() {
    stop(this.video.srcObject);
    this.video.srcObject = null;
  },

  shots: 0,

  shoot() {
    const canvas = document.createElement('canvas');
    canvas.width = this.video.videoWidth;
    canvas.height = this.video.videoHeight;
    canvas.getContext('2d').drawImage(this.video, 0, 0);
    const name = `Camera ${++this.shots}.jpg`;
    canvas.toBlob(photo => add([new File([photo], name, { type: photo.type })]), 'image/jpeg', 0.95);
    this.dialog.close();
  },
};

function stop(stream) {
  for (const track of stream?.getTracks() ?? [])
    track.stop();
}

byId('open-camera').addEventListener('click', () => camera.open());
byId('shoot').addEventListener('click', () => camera.shoot());
byId('turn').addEventListener('click', () => {
  camera.facing = camera.facing === 'user' ? 'environment' : 'user';
  camera.open();
});
byId('close-camera').addEventListener('click', () => camera.dialog.close());
camera.dialog.addEventListener('close', () => { // By button, Escape or a shot.
  camera.opening++;
  camera.stop();
});
navigator.mediaDevices?.addEventListener?.('devicechange', () => camera.look());
camera.look();

// ---- API key

/** The key that is typed in, or null. */
function askForKey(wasRefused) {
  const dialog = byId('key');
  const value = byId('key-value');
  dialog.querySelector('.error').hidden = !wasRefused;
  value.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve =>
    dialog.addEventListener('close', () => resolve(dialog.returnValue || null), { once: true }));
}

byId('key').addEventListener('submit', event => {
  event.preventDefault();
  byId('key').close(byId('key-value').value.trim());
});
byId('no-key').addEventListener('click', () => byId('key').close(''));
