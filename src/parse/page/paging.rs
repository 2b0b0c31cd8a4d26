//! Words of links that lead on: to the next page, to more of the same.

/// A longer link text leads nowhere but to what it names, in bytes.
const LONGEST: usize = 48;

/// Whether a link text leads to the next page of a list.
pub(super) fn is_next(text: &str) -> bool {
    const NEXT: &[&str] = &[
        "下一页",
        "下页",
        "下一頁",
        "下頁",
        "后页",
        "尾页",
        "末页",
        "next",
        "next page",
        "older posts",
        "older",
        "›",
        "»",
        ">",
        ">>",
        "次へ",
        "次のページ",
        "다음",
        "следующая",
        "вперед",
        "weiter",
        "nächste",
        "suivant",
        "suivante",
        "siguiente",
        "successivo",
        "próximo",
        "seguinte",
        "następna",
        "trang sau",
        "sau",
        "التالي",
        "بعدی",
        "load more",
        "show more",
        "加载更多",
        "查看更多",
    ];
    if text.len() > LONGEST {
        return false;
    }
    let text = text.trim().to_lowercase();
    let text = text.trim_end_matches(['›', '»', '>', '→', '.']).trim();
    NEXT.contains(&text)
        || NEXT
            .iter()
            .any(|next| next.len() > 5 && text.starts_with(next) && text.len() < next.len() + 8)
}

/// What links say that lead on to the rest of what they stand beside.
const MORE: &[&str] = &[
    "more",
    "more news",
    "more articles",
    "more stories",
    "more events",
    "read more",
    "view all",
    "see all",
    "view more",
    "see more",
    "show all",
    "all news",
    "learn more",
    "更多",
    "查看更多",
    "更多内容",
    "全部",
    "查看全部",
    "详情",
    "查看详情",
    "もっと見る",
    "一覧",
    "一覧へ",
    "더보기",
    "전체보기",
    "подробнее",
    "все новости",
    "mehr",
    "alle anzeigen",
    "weiterlesen",
    "lire la suite",
    "en savoir plus",
    "tout voir",
    "leer más",
    "ver más",
    "ver todo",
    "leggi tutto",
    "saiba mais",
    "więcej",
    "czytaj więcej",
    "xem thêm",
    "chi tiết",
    "المزيد",
    "اقرأ المزيد",
    "تفاصيل",
    "ادامه مطلب",
    "continue reading",
    "read full story",
    "details",
    "view details",
    "mehr erfahren",
    "mehr lesen",
    "zum artikel",
    "lire plus",
    "voir plus",
    "lire l'article",
    "seguir leyendo",
    "leer noticia",
    "ver noticia",
    "leggi di più",
    "leggi la notizia",
    "vai alla notizia",
    "vai alla news",
    "continua a leggere",
    "leia mais",
    "ler mais",
    "veja mais",
    "czytaj dalej",
    "zobacz więcej",
    "celý článek",
    "číst dál",
    "čítať ďalej",
    "více",
    "viac",
    "tovább",
    "részletek",
    "citește mai mult",
    "detalii",
    "više",
    "opširnije",
    "več",
    "читать далее",
    "далее",
    "детальніше",
    "докладніше",
    "прочети повече",
    "läs mer",
    "les mer",
    "læs mere",
    "lue lisää",
    "lees meer",
    "lees verder",
    "devamını oku",
    "devamı",
    "detaylar",
    "detayları gör",
    "detaylı bilgi",
    "selengkapnya",
    "baca selengkapnya",
    "อ่านต่อ",
    "続きを読む",
    "詳細",
    "詳しくはこちら",
    "자세히",
    "자세히 보기",
    "阅读全文",
    "阅读更多",
    "查看全文",
    "了解更多",
    "详细",
    "詳情",
];

/// Whether a link text only leads to more of the same.
pub(super) fn is_more(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let text = text.trim().to_lowercase();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    MORE.contains(&text) || is_more_of(text)
}

/// "All campus news", "more events".
fn is_more_of(text: &str) -> bool {
    const ALL: &[&str] = &[
        "more",
        "all",
        "view",
        "see",
        "show",
        "alle",
        "weitere",
        "mehr",
        "todas",
        "todos",
        "más",
        "toutes",
        "plus",
        "tutte",
        "tutti",
        "wszystkie",
        "więcej",
        "все",
        "tüm",
        "meer",
        "alla",
    ];
    let mut words = text.split_whitespace();
    let first = words.next().is_some_and(|word| ALL.contains(&word));
    let last = words.next_back();
    first && words.count() <= 2 && last.is_some_and(super::words::is_news_heading)
}

/// Whether a link text leads to the last page.
pub(super) fn is_last(text: &str) -> bool {
    matches!(text.trim(), "尾页" | "末页")
}
