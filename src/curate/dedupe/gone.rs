//! Whether a page that is read again still holds its article.

use super::shingle::Shingles;
use super::title::{Likeness, Title};
use crate::curate::normalise::letters;

/// What stands at an article's address now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The article, edited or not.
    Here,
    /// Words that say that it has been taken back.
    TakenBack,
    /// A page that says there is nothing, whatever its status.
    Missing,
    /// Something else: a log-in, a notice of works, another article. It says nothing of ours.
    Unclear,
}

/// Words of a notice, without spaces, that itself has been taken back. They count in the title and in
/// the first words of a page, where the article did not have them before.
const TAKEN_BACK: &[&str] = &[
    "hasbeenwithdrawn",
    "hasbeenretracted",
    "hasbeenremoved",
    "hasbeencancelled",
    "hasbeencanceled",
    "iswithdrawn",
    "iscancelled",
    "iscanceled",
    "nolongervalid",
    "已撤回",
    "已撤销",
    "已撤下",
    "已取消",
    "予以撤回",
    "予以撤销",
    "予以取消",
    "现予作废",
    "已作废",
    "予以废止",
    "内容已删除",
    "已被删除",
    "已被发布者删除",
    "取り消しました",
    "取消しました",
    "中止となりました",
    "削除されました",
    "掲載を終了しました",
    "철회되었습니다",
    "취소되었습니다",
    "삭제되었습니다",
    "wurdezurückgezogen",
    "wurdezuruckgezogen",
    "wurdeabgesagt",
    "entfällt",
    "aétéretiré",
    "aeteretire",
    "estannulé",
    "aétéannulé",
    "hasidoretirad",
    "hasidocancelad",
    "hasidoanulad",
    "quedacancelad",
    "отозван",
    "отменен",
    "отменён",
    "снятспубликации",
];

/// The same at the beginning or the end of a title.
const MARKED: &[&str] = &[
    "withdrawn",
    "cancelled",
    "canceled",
    "retracted",
    "已撤回",
    "已取消",
    "作废",
    "撤回",
    "取消",
    "中止",
    "취소",
    "철회",
    "abgesagt",
    "zurückgezogen",
    "annulé",
    "retiré",
    "cancelado",
    "cancelada",
    "anulado",
    "отменено",
    "отменён",
    "отозвано",
];

/// Words by which a page says that there is nothing here, without spaces.
const MISSING: &[&str] = &[
    "pagenotfound",
    "notfound",
    "pagedoesnotexist",
    "nolongeravailable",
    "doesnotexist",
    "couldnotbefound",
    "cannotbefound",
    "404error",
    "error404",
    "页面不存在",
    "页面未找到",
    "找不到页面",
    "找不到您",
    "您访问的页面",
    "内容不存在",
    "文章不存在",
    "信息不存在",
    "已被删除或不存在",
    "无法找到",
    "ページが見つかりません",
    "お探しのページ",
    "페이지를찾을수없습니다",
    "존재하지않는",
    "seitenichtgefunden",
    "seitewurdenichtgefunden",
    "nichtgefunden",
    "pageintrouvable",
    "paginanoencontrada",
    "páginanoencontrada",
    "noexiste",
    "страницаненайдена",
    "ненайдена",
    "несуществует",
];

/// What is telling stands among the first letters of a page.
const HEAD: usize = 160;
/// A page that says only that there is nothing says little: at most so many letters.
const SHORT: usize = 600;
/// An edited article keeps so much of what it said, or of what it says.
const KEPT: f64 = 0.35;

/// Judges a page read again by its title and text; `before` is what the article said.
pub fn presence(before: (&str, &str), now: (&str, &str)) -> Presence {
    let (old_title, title) = (letters(before.0), letters(now.0));
    let (old_text, text) = (letters(before.1), letters(now.1));
    let lead: String = text.chars().take(HEAD).collect();
    let fresh = |word: &String| !old_title.contains(word) && !old_text.contains(word);
    let news = |words: &[&str], said: &str| {
        words.iter().map(|word| letters(word)).any(|word| said.contains(&word) && fresh(&word))
    };
    let marked = MARKED
        .iter()
        .map(|word| letters(word))
        .any(|word| (title.starts_with(&word) || title.ends_with(&word)) && fresh(&word));
    let same_title =
        matches!(Title::of(before.0).likeness(&Title::of(now.0)), Likeness::Same | Likeness::Near);
    let short = text.chars().count() <= SHORT;
    let named = same_title || title.contains(&old_title);
    if named && (marked || news(TAKEN_BACK, &lead)) {
        return Presence::TakenBack;
    }
    let overlap = Shingles::of(&old_text).overlap(&Shingles::of(&text));
    let kept = overlap.containment() >= KEPT;
    if kept || (same_title && (old_text.is_empty() || !short)) {
        return if news(TAKEN_BACK, &lead) { Presence::TakenBack } else { Presence::Here };
    }
    if short && (news(MISSING, &title) || news(MISSING, &lead)) {
        return Presence::Missing;
    }
    if short && news(TAKEN_BACK, &lead) {
        return Presence::TakenBack;
    }
    if same_title { Presence::Here } else { Presence::Unclear }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: &str = "关于选派学生赴河西大学交流的通知";
    const TEXT: &str = "根据校际协议，现选派学生赴河西大学交流学习一学期，请有意向的同学于5月10日前将申请表交至国际处，逾期不予受理。";

    #[test]
    fn an_edited_article_is_still_there() {
        let moved = TEXT.replace("5月10日", "5月20日");
        assert_eq!(presence((TITLE, TEXT), (TITLE, &moved)), Presence::Here);
        let retold = "An entirely new text that is long enough. ".repeat(20);
        assert_eq!(
            presence(("Exchange week opens", "Old words."), ("Exchange week opens", &retold)),
            Presence::Here
        );
    }

    #[test]
    fn a_notice_taken_back_says_so_in_its_title_or_at_its_head() {
        for (title, text) in [
            (format!("【已撤回】{TITLE}"), TEXT.to_owned()),
            (TITLE.to_owned(), "本通知已撤回，请勿报名。".to_owned()),
            (TITLE.to_owned(), format!("因故项目已取消。{TEXT}")),
        ] {
            assert_eq!(
                presence((TITLE, TEXT), (&title, &text)),
                Presence::TakenBack,
                "{title} {text}"
            );
        }
        for (before, now) in [
            (
                ("Summer school in Riga", "Apply by May."),
                ("Summer school in Riga", "This call has been withdrawn."),
            ),
            (
                ("Sommerschule in Riga", "Bewerbung bis Mai."),
                ("ABGESAGT: Sommerschule in Riga", "Bewerbung bis Mai."),
            ),
            (
                ("Стажировка в Риге", "Заявки до мая."),
                ("Стажировка в Риге", "Конкурс отменён. Заявки до мая."),
            ),
        ] {
            assert_eq!(presence(before, now), Presence::TakenBack, "{now:?}");
        }
    }

    #[test]
    fn news_of_a_cancellation_is_not_taken_back() {
        let title = "Visa fees for students cancelled";
        let text = "The fee has been cancelled by the ministry. Students need not pay it any more.";
        assert_eq!(presence((title, text), (title, text)), Presence::Here);
        let more = format!("{text} A form will follow.");
        assert_eq!(presence((title, text), (title, &more)), Presence::Here);
    }

    #[test]
    fn a_page_that_says_there_is_nothing_is_missing_and_a_login_is_unclear() {
        assert_eq!(
            presence((TITLE, TEXT), ("404", "您访问的页面不存在，请返回首页。")),
            Presence::Missing
        );
        assert_eq!(presence((TITLE, TEXT), ("Page not found", "Sorry.")), Presence::Missing);
        assert_eq!(
            presence((TITLE, TEXT), ("统一身份认证", "请输入用户名和密码登录。")),
            Presence::Unclear
        );
        assert_eq!(presence((TITLE, TEXT), ("", "")), Presence::Unclear);
        let other = "图书馆自5月6日起延长开放时间，每晚开放至22点，请同学们合理安排。".repeat(12);
        assert_eq!(presence((TITLE, TEXT), ("图书馆延长开放时间", &other)), Presence::Unclear);
    }
}
