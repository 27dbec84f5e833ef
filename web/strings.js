// Every word the page itself says, in both languages: key -> [English, Russian].

export const LANGS = ['en', 'ru'];

export const STRINGS = {
  'menu.label': ['Lessons', 'Уроки'],
  'menu.theme': ['Theme', 'Тема'],
  'menu.lang': ['Language', 'Язык'],
  'text.show': ['Show the text', 'Показать текст'],
  'text.hide': ['Hide the text', 'Скрыть текст'],
  'text.close': ['Back to the experiment', 'Вернуться к опыту'],
  'text.missing': ['There is no text for this lesson yet.', 'Для этого урока ещё нет текста.'],
  'text.label': ['Lesson', 'Урок'],

  'theme.light': ['light', 'светлая'],
  'theme.dark': ['dark', 'тёмная'],
  'theme.projector': ['projector', 'для проектора'],
  'theme.button': ['Theme: {now}. Switch to: {next}', 'Тема: {now}. Сменить на: {next}'],

  'share': ['Share', 'Поделиться'],
  'share.title': ['Share this experiment', 'Поделиться опытом'],
  'share.about': ['The link holds every parameter, every action and a fingerprint of the state. Whoever opens it sees the same bits.',
    'В ссылке — все параметры, все действия и отпечаток состояния. Кто её откроет, увидит то же самое до последнего бита.'],
  'share.link': ['Link', 'Ссылка'],
  'share.embed': ['Embed in a page or slide', 'Вставить в страницу или слайд'],
  'share.copy': ['Copy', 'Копировать'],
  'share.csv': ['Curves as CSV', 'Кривые в CSV'],
  'share.png': ['Picture as PNG', 'Картинка в PNG'],
  'share.copied': ['Link copied', 'Ссылка скопирована'],
  'share.copied.embed': ['Embed code copied', 'Код для вставки скопирован'],
  'share.manual': ['Copy the link from here: press Ctrl+C (⌘C).', 'Скопируйте ссылку отсюда: Ctrl+C (⌘C).'],
  'share.long': ['The link has {n} characters; some mail programs and messengers cut links above 2,000. Check it after sending.',
    'В ссылке {n} знаков; некоторые почтовые программы и мессенджеры обрезают ссылки длиннее 2000. Проверьте её после отправки.'],
  'share.blank': ['The picture could not be taken. Try once more while the experiment is visible.',
    'Не удалось снять картинку. Попробуйте ещё раз, когда опыт виден на экране.'],
  'share.nothing': ['There are no curves yet: make a few steps first.', 'Кривых пока нет: сначала сделайте несколько шагов.'],

  'replay.running': ['Replaying… {n} %', 'Повторяем… {n} %'],
  'replay.reproduced': ['Reproduced at step {step}', 'Воспроизведено на шаге {step}'],
  'replay.differs': ['Differs at step {step}', 'Не совпало на шаге {step}'],
  'replay.differs.from': ['Differs from step {from} on', 'Не совпадает с шага {from}'],
  'replay.reproduced.help': ['The state has the same fingerprint as when the link was made.',
    'Отпечаток состояния тот же, что и в момент создания ссылки.'],
  'replay.differs.help': ['The state differs from the one the link was made from: another version of the model, or an edited link.',
    'Состояние не совпадает с тем, из которого сделана ссылка: другая версия модели или ссылку правили.'],

  'load.wait': ['Loading…', 'Загрузка…'],
  'load.noscript': ['Attractor needs JavaScript.', 'Для работы нужен JavaScript.'],
  'load.nowasm': ['This browser has no WebAssembly. Please open the page in a current Firefox, Chrome, Edge or Safari.',
    'В этом браузере нет WebAssembly. Откройте страницу в свежей версии Firefox, Chrome, Edge или Safari.'],
  'load.nowebgl': ['This browser gives no WebGL 2 here, and the experiment is drawn with it. Switch on hardware acceleration in the browser’s settings, or try another browser.',
    'Браузер не даёт здесь WebGL 2, а опыт рисуется с его помощью. Включите аппаратное ускорение в настройках браузера или попробуйте другой браузер.'],
  'load.failed': ['The laboratory could not be loaded. Check the connection and reload the page.',
    'Не удалось загрузить лабораторию. Проверьте соединение и обновите страницу.'],
  'load.stopped': ['The experiment stopped because of an internal error. Its link is still in the address bar: reload the page to go on.',
    'Опыт остановлен из-за внутренней ошибки. Ссылка на него осталась в адресной строке: обновите страницу, чтобы продолжить.'],
  'load.reload': ['Reload', 'Обновить'],

  'gl.lost': ['The browser took the graphics back; waiting to draw again…', 'Браузер забрал графику; ждём, чтобы рисовать дальше…'],
  'gl.restored': ['Drawing again', 'Снова рисуем'],

  'memories.title': ['Ask the memory', 'Спросить память'],
  'memories.cue': ['Ask by a word, or a part of one', 'Спросите словом или его обрывком'],
  'memories.cue.example': ['spring', 'весна'],
  'memories.ask': ['Recall', 'Вспомнить'],
  'memories.lines': ['What it remembers', 'Что она помнит'],
  'memories.help': ['One memory a line, at most {n} of {m} characters. Write your own: they travel in the link.',
    'По воспоминанию на строке, не больше {n}, каждое до {m} знаков. Впишите свои: они поедут в ссылке.'],
  'memories.again': ['Back to the built-in ones', 'Вернуть встроенные'],

  'picture.drop': ['Drop the picture: it will be stored as a pattern', 'Отпустите картинку: сеть запомнит её как образ'],
  'picture.nowhere': ['This model stores no pictures. Open the Hopfield lesson and drop the picture there.',
    'Эта модель не хранит картинок. Откройте урок о сети Хопфилда и перетащите картинку туда.'],
  'picture.stored': ['Picture stored as a pattern', 'Картинка сохранена как образ'],
  'picture.notstored': ['The picture was not stored', 'Картинка не сохранена'],
  'picture.notimage': ['“{name}” is not a picture the browser can read', 'Файл «{name}» — не картинка, которую может прочесть браузер'],
  'picture.toobig': ['“{name}” is too large: at most 20 MB and 40 megapixels', 'Файл «{name}» слишком велик: не больше 20 МБ и 40 мегапикселей'],
  'picture.flat': ['“{name}” has one colour only, there is nothing to remember', 'В файле «{name}» всего один цвет, запоминать нечего'],
  'picture.title': ['Patterns to remember', 'Образы для запоминания'],
  'picture.about': ['Click a digit to store it. Each is redrawn on the {side} × {side} grid of the network.',
    'Нажмите на цифру, чтобы сеть её запомнила. Цифра перерисовывается на сетке {side} × {side}.'],
  'picture.file': ['Choose a picture…', 'Выбрать картинку…'],
  'picture.all': ['All', 'Все'],
  'picture.digit': ['Digit {n}', 'Цифра {n}'],
  'picture.nodigits': ['The digits could not be loaded.', 'Не удалось загрузить цифры.'],
  'picture.credit': ['Handwritten digits: MNIST (LeCun, Cortes, Burges).', 'Рукописные цифры: MNIST (ЛеКун, Кортес, Бёрджес).'],

  'close': ['Close', 'Закрыть'],
  'dismiss': ['Dismiss', 'Скрыть'],
  'canvas.label': ['{title}: the experiment. The same controls and values follow as ordinary page elements; press Tab.',
    '{title}: опыт. Те же элементы управления и значения следуют дальше в обычном виде; нажмите Tab.'],
  'edit.label': ['New value: {name}', 'Новое значение: {name}'],

  'mirror.title': ['Controls and values', 'Управление и значения'],
  'mirror.about': ['Everything on the canvas, as ordinary page elements.', 'Всё, что есть на холсте, в обычном виде.'],
  'mirror.transport': ['Time', 'Время'],
  'mirror.play': ['Play', 'Пуск'],
  'mirror.pause': ['Pause', 'Пауза'],
  'mirror.step': ['One step', 'Один шаг'],
  'mirror.back': ['Step back', 'Шаг назад'],
  'mirror.reset': ['To the start', 'К началу'],
  'mirror.controls': ['Parameters', 'Параметры'],
  'mirror.values': ['Current values', 'Текущие значения'],
  'mirror.name': ['Quantity', 'Величина'],
  'mirror.value': ['Value', 'Значение'],
  'mirror.at': ['Step', 'Шаг'],
  'mirror.none': ['not defined', 'не определено'],
};

export function text(lang, key, values) {
  const row = STRINGS[key];
  let s = row ? row[LANGS.indexOf(lang)] ?? row[0] : key;
  if (values) for (const [name, value] of Object.entries(values)) s = s.replaceAll(`{${name}}`, () => String(value));
  return s;
}

// A number as the language writes it: in Russian with a comma before the fraction. Anything else stays as it is.
export const written = (lang, number) => (lang === 'ru' && /^-?\d*\.\d+(e-?\d+)?$/.test(number) ? number.replace('.', ',') : number);
// What people write back: a comma for the point, a real minus sign for the hyphen. Anything else stays as it is.
export const unwritten = (words) => words.trim().replace(/−/g, '-').replace(/^(-?\d*),(\d+(e[-+]?\d+)?)$/i, '$1.$2');
