// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/log/logsteps.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QRegularExpression>
#include <QSet>

#include <functional>
#include <optional>

class QToolButton;

namespace drydock {

/// Steps that fold, with their lines, or all lines as they came. Holds no text: what is visible is read and painted.
class LogView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit LogView(QWidget *parent = nullptr);

    /// Where a line's text comes from; numbers count from 1.
    void setReader(std::function<QString(int)> reader);
    void setSteps(const QList<LogStep> &steps);
    void setLineCount(int count); ///< Of the whole log, for the plain text.
    void clear();
    void setNumbered(bool numbered) { m_numbered = numbered; } ///< Off where a line's number says nothing.

    void setPlainText(bool plain);
    bool isPlainText() const { return m_plain; }
    void setShown(std::optional<QList<int>> lines); ///< A filter: only these lines. Nothing set: all.
    void setHighlight(const QRegularExpression &pattern);

    void setFollowing(bool following);
    bool isFollowing() const { return m_following; }

    int currentStep() const { return m_current.step; }
    int currentLine() const; ///< Number in the log, 0 when none.
    void showLine(int number); ///< Opens its step, makes it current and brings it into view.
    void setCurrentStep(int step, bool open);
    bool isOpen(int step) const { return m_open.contains(step); }
    QString selectedText() const; ///< The selected rows, or nothing.
    void selectAll();
    void copy() const; ///< The selected rows, else all that is shown.

Q_SIGNALS:
    void followingChanged(bool following);
    void currentStepChanged(int step);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// A step's place; in plain text there is one group without a header.
    struct Group {
        int step = -1;
        qint64 top = 0;
        int count = 0; ///< Lines that show.
        bool all = false; ///< Line i is number i + 1.
        QList<int> lines;
    };
    struct Row {
        int step = -1;
        int index = -1; ///< Among the step's shown lines; -1 is the step itself.
        friend bool operator==(const Row &, const Row &) = default;
        friend auto operator<=>(const Row &, const Row &) = default;
    };

    void layOut();
    void placeButton();
    int headerHeight() const;
    int lineHeight() const;
    int titleStart(const LogStep &step) const;
    int numberOf(const Group &group, int index) const;
    const Group *groupOf(int step) const;
    std::optional<Row> rowAt(int y) const;
    qint64 topOf(const Row &row) const;
    void setCurrent(const Row &row, bool select);
    void reveal(const Row &row);
    void toggle(int step);
    void moveStep(int by);
    void scrolledByPerson();
    QString textOf(const Row &row) const;
    void paintHeader(QPainter *painter, const LogStep &step, int index, int y) const;
    void paintLine(QPainter *painter, int number, bool isSelected, int y);

    std::function<QString(int)> m_reader;
    QList<LogStep> m_steps;
    QList<Group> m_groups;
    int m_lineCount = 0;
    qint64 m_height = 0;
    int m_widest = 0;
    QSet<int> m_open;
    int m_openedByItself = -1;
    bool m_plain = false;
    bool m_numbered = true;
    std::optional<QList<int>> m_shown;
    QRegularExpression m_highlight;
    bool m_following = true;
    int m_linesWhenLeft = 0;
    Row m_current;
    Row m_anchor;
    bool m_selecting = false;
    QBasicTimer m_turning;
    int m_angle = 0;
    QToolButton *m_newLines = nullptr;
};

/// What a line without colours of its own says: an error, a warning, a success or nothing of the kind.
enum class LineKind { Neutral, Error, Warning, Success };
LineKind kindOfLine(const QString &text);
/// Finds lines that say an error.
QRegularExpression errorLines();
/// Without BuildKit's "#8 12.3 " in front, which the step already says.
QString withoutStepPrefix(const QString &line);

} // namespace drydock
