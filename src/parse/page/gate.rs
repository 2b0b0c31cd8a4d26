//! Pages that answer with status 200 and are no pages: challenges, log-ins, closed doors.

use super::features::Measure;
use super::text::units;
use crate::model::{Warning, WarningKind};
use crate::parse::html::{Attr, Tree};

/// More text than this, in units, and a page is more than a notice.
const NOTICE: usize = 700;
/// The same for a page around a log-in form.
const FORM: usize = 2500;
/// A page with hardly any text that a script is to fill.
const EMPTY: usize = 60;

const CLOSED: &[&str] = &[
    "error 404",
    "404 not found",
    "404 error",
    "404错误",
    "404页面",
    "403 forbidden",
    "not found",
    "页面不存在",
    "页面未找到",
    "找不到",
    "无法找到",
    "已被删除",
    "已删除",
    "不存在或",
    "网站维护",
    "系统正在维护",
    "网站正在维护",
    "网站升级",
    "网站已关闭",
    "站点已关闭",
    "已暂停",
    "暂停访问",
    "暂停服务",
    "停止服务",
    "网站建设中",
    "栏目建设中",
    "页面建设中",
    "域名已过期",
    "没有找到",
    "頁面不存在",
    "找不到網頁",
    "under maintenance",
    "temporarily unavailable",
    "service unavailable",
    "site is closed",
    "website is closed",
    "under construction",
    "account suspended",
    "domain has expired",
    "domain is for sale",
    "page you requested",
    "page does not exist",
    "no longer available",
    "this site has moved",
    "page introuvable",
    "seite nicht gefunden",
    "wartungsarbeiten",
    "página no encontrada",
    "pagina non trovata",
    "страница не найдена",
    "сайт закрыт",
    "технические работы",
    "ページが見つかりません",
    "メンテナンス中",
    "페이지를 찾을 수",
    "점검 중",
    "không tìm thấy",
    "الصفحة غير موجودة",
    "الصفحة المطلوبة غير",
    "الموقع تحت الصيانة",
    "site en maintenance",
    "site fermé",
    "seite im aufbau",
    "seite in wartung",
    "vorübergehend nicht erreichbar",
    "sitio en mantenimiento",
    "sitio cerrado",
    "sito in manutenzione",
    "site em manutenção",
    "página não encontrada",
    "strona nie istnieje",
    "nie znaleziono strony",
    "przerwa techniczna",
    "bakım çalışması",
    "sayfa bulunamadı",
    "đang bảo trì",
    "trang không tồn tại",
    "страница удалена",
    "お探しのページ",
    "홈페이지 점검",
    "존재하지 않는 페이지",
    "網站維護",
    "暂时无法访问",
    "网页已过期",
];

const CHALLENGE: &[&str] = &[
    "just a moment",
    "checking your browser",
    "attention required",
    "enable javascript and cookies",
    "verify you are human",
    "are you a robot",
    "not a robot",
    "ddos protection",
    "access denied",
    "request blocked",
    "request unsuccessful",
    "you have been blocked",
    "security check",
    "captcha",
    "访问验证",
    "安全验证",
    "人机验证",
    "滑动验证",
    "请完成验证",
    "拦截",
    "访问被拒绝",
    "访问过于频繁",
    "访问受限",
    "浏览器安全检查",
    "疑似攻击",
    "checking if the site connection is secure",
    "unusual traffic",
    "access to this page has been denied",
    "安全檢查",
    "存取被拒",
    "アクセスが拒否",
    "アクセスが制限",
    "ロボットではありません",
    "접근이 차단",
    "접속이 차단",
    "로봇이 아닙니다",
    "доступ запрещ",
    "доступ ограничен",
    "проверка браузера",
    "я не робот",
    "zugriff verweigert",
    "kein roboter",
    "sicherheitsüberprüfung",
    "accès refusé",
    "accès interdit",
    "pas un robot",
    "vérification de sécurité",
    "acceso denegado",
    "no soy un robot",
    "verificación de seguridad",
    "accesso negato",
    "non sono un robot",
    "acesso negado",
    "não sou um robô",
    "odmowa dostępu",
    "erişim engellendi",
    "robot olmadığınızı",
    "truy cập bị từ chối",
    "không phải là người máy",
    "تم رفض الوصول",
    "لست برنامج روبوت",
];

const LOGIN: &[&str] = &[
    "log in",
    "login",
    "sign in",
    "signin",
    "sign-in",
    "single sign-on",
    "登录",
    "登陆",
    "登入",
    "统一身份认证",
    "身份认证",
    "ログイン",
    "로그인",
    "anmelden",
    "connexion",
    "iniciar sesión",
    "accedi",
    "вход",
    "авторизация",
    "đăng nhập",
    "zaloguj",
    "تسجيل الدخول",
    "ورود",
    "se connecter",
    "einloggen",
    "acceder",
    "entrar",
    "giriş yap",
    "войти",
    "masuk",
    "ลงชื่อเข้า",
];

/// A page whose own name says that nothing is here, whatever stands around.
pub(super) fn closed(measure: &Measure<'_>) -> Option<Warning> {
    let tree = measure.tree;
    let named = |names: &[&str], most: usize| {
        (0..tree.len())
            .filter(|&at| matches!(tree.name(at), "title" | "h1"))
            .map(|at| tree.text(at..tree.end(at)).to_lowercase())
            .find(|text| units(text) <= most && names.iter().any(|word| text.contains(word)))
    };
    let says = |kind, what: &str, text: &str| Warning::new(kind, format!("{what}: {text:?}"));
    if let Some(text) = named(CLOSED, 60) {
        return Some(says(WarningKind::Closed, "the page says that there is nothing here", &text));
    }
    let small = all_text(measure) <= NOTICE;
    named(CHALLENGE, 60)
        .filter(|_| small)
        .map(|text| says(WarningKind::Challenge, "the site wants to check who is asking", &text))
}

/// Why a page without news has none, where it is more than that.
pub(super) fn shut(html: &str, measure: &Measure<'_>) -> Option<Warning> {
    let tree = measure.tree;
    let length = all_text(measure);
    let text = tree.text(0..tree.len()).to_lowercase();
    let says = |words: &[&'static str]| words.iter().copied().find(|word| text.contains(word));
    if length <= FORM
        && (asks_password(tree) || length <= NOTICE && has_form(tree) && says(LOGIN).is_some())
    {
        return Some(Warning::new(WarningKind::Login, "the page is a log-in form"));
    }
    if length <= NOTICE
        && let Some(word) = says(CHALLENGE)
    {
        let text = format!("the site wants to check who is asking ({word:?})");
        return Some(Warning::new(WarningKind::Challenge, text));
    }
    if length <= NOTICE
        && let Some(word) = says(CLOSED)
    {
        let text = format!("the page says that there is nothing here ({word:?})");
        return Some(Warning::new(WarningKind::Closed, text));
    }
    if length <= EMPTY && is_scripted_check(html) {
        return Some(Warning::new(
            WarningKind::Challenge,
            "the page holds only a script that checks the browser",
        ));
    }
    if (0..tree.len()).any(|at| tree.name(at) == "frame") {
        return Some(Warning::new(
            WarningKind::NoList,
            "the page consists of frames; give the address of the frame with the news",
        ));
    }
    (length <= EMPTY && html.contains("<script"))
        .then(|| Warning::new(WarningKind::NoList, "the page is empty until its scripts have run"))
}

fn all_text(measure: &Measure<'_>) -> usize {
    measure.survey.text(&(0..measure.tree.len()))
}

fn asks_password(tree: &Tree) -> bool {
    let password =
        |at| tree.attr(at, Attr::Type).is_some_and(|kind| kind.eq_ignore_ascii_case("password"));
    (0..tree.len()).any(|at| tree.name(at) == "input" && password(at))
}

fn has_form(tree: &Tree) -> bool {
    (0..tree.len()).any(|at| tree.name(at) == "form")
}

/// A script that sets a cookie and loads the page again, as bot checks do.
fn is_scripted_check(html: &str) -> bool {
    let cookie = html.contains("document.cookie") || html.contains("$_ts");
    let again = ["location.reload", "location.href", "location.replace", "$_ts", "challenge"];
    cookie && again.iter().any(|word| html.contains(word))
}
